"""Says in course.yaml what the course says of itself, and which lessons are where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from courses.models import Course, Lesson, Module
from courses.textform.endings import as_lines

from .placing import Places


def course_yaml(course: Course, lessons: Sequence[Lesson], places: Places) -> dict[str, Any]:
    return {
        "id": str(course.pk),
        "slug": course.slug,
        "work": course.work.key,
        "title": course.title,
        "summary": as_lines(course.summary),
        "language": course.language,
        "level": course.level,
        "licence": course.licence,
        "authors": course.authors,
        "source": course.source,
        **archived(course.archived_at),
        **_some("skills", _skills(course)),
        "relations": _relations(course),
        "modules": _modules(course, lessons, places),
    }


def archived(at: datetime | None) -> dict[str, str]:
    return {"archived": at.astimezone(UTC).isoformat()} if at else {}


def _some(key: str, values: list[Any]) -> dict[str, Any]:
    return {key: values} if values else {}


def _skills(course: Course) -> list[dict[str, Any]]:
    rows = course.course_skills.select_related("skill").order_by("skill__key")
    return [
        {
            "id": row.skill.key,
            "title": dict(sorted(row.skill.title.items())),
            **({"from": row.from_level} if row.from_level else {}),
            "level": row.level,
        }
        for row in rows
    ]


def _relations(course: Course) -> dict[str, list[str]]:
    """By kind, the keys of the other works; said even if there are none."""
    held: dict[str, list[str]] = {}
    for row in course.relations.select_related("work").order_by("kind", "work__key"):
        held.setdefault(row.kind, []).append(row.work.key)
    return held


def _modules(course: Course, lessons: Sequence[Lesson], places: Places) -> list[dict[str, Any]]:
    held: dict[object, list[str]] = {}
    for lesson in lessons:
        held.setdefault(lesson.module_id, []).append(places.lessons[lesson.pk])
    rows = course.modules.order_by("position", "id")
    return [_module(row, held.get(row.pk, [])) for row in rows]


def _module(module: Module, lessons: list[str]) -> dict[str, Any]:
    return {
        "id": str(module.pk),
        "title": module.title,
        **archived(module.archived_at),
        "lessons": lessons,
    }
