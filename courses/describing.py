"""Owns what other systems are told of courses and lessons: titles, and which they may assert on."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F

from courses.browsing import published
from courses.models import Course, ReleaseLesson

_TYPES = "http://adlnet.gov/expapi/activities/"


def courses_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The definitions of published courses as activities of xAPI."""
    rows = published().filter(id__in=ids).only("id", "language", "title", "summary")
    return {
        course.id: {
            "type": f"{_TYPES}course",
            "name": {course.language: course.title},
            **({"description": {course.language: course.summary}} if course.summary else {}),
        }
        for course in rows
    }


def lessons_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The definitions of lessons in the current releases of courses."""
    rows = ReleaseLesson.objects.filter(
        lesson__in=ids, release__course__current_release=F("release")
    ).values_list("lesson", "release__course__language", "title")
    return {
        lesson: {"type": f"{_TYPES}lesson", "name": {language: title}}
        for lesson, language, title in rows
    }


def find_by_slug(slug: str) -> UUID | None:
    return Course.objects.filter(slug=slug).values_list("id", flat=True).first()


def all_by_title() -> Iterable[tuple[UUID, str]]:
    return Course.objects.order_by("title").values_list("id", "title")
