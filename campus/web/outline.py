"""Owns the outline as pages draw it: modules and lessons with their addresses and my states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from courses.documents import CourseDocument
from courses.models import Enrolment
from tracks.following import DONE
from workers.progress.explaining.parts import Part, explain_course


@dataclass(frozen=True, slots=True)
class ShownLesson:
    """A lesson in the outline; `state` is empty for somebody who has not joined.

    `seconds` is the time she spent with it.
    """

    id: UUID
    number: int
    title: str
    kind: str
    minutes: int
    digest: str
    address: str
    state: str
    seconds: int = 0
    is_current: bool = False

    @property
    def is_done(self) -> bool:
        return self.state in DONE


@dataclass(frozen=True, slots=True)
class ShownModule:
    title: str
    lessons: Sequence[ShownLesson]


def parts_of(enrolment: Enrolment | None) -> dict[UUID, Part] | None:
    """By lesson that counts, where she stands; two queries, none for whoever has not joined."""
    if enrolment is None:
        return None
    return {part.object: part for part in explain_course(enrolment).parts}


def modules_shown(
    document: CourseDocument, parts: Mapping[UUID, Part] | None, *, current: UUID | None = None
) -> list[ShownModule]:
    modules, number = [], 0
    for module in document.modules:
        lessons = []
        for lesson in module.lessons:
            number += 1
            part = parts.get(lesson.id) if parts else None
            shown = ShownLesson(
                id=lesson.id,
                number=number,
                title=lesson.title,
                kind=lesson.kind,
                minutes=lesson.minutes,
                digest=lesson.digest,
                address=address_of(document.slug, lesson.id),
                state=part.state if part else "",
                seconds=(part.seconds or 0) if part else 0,
            )
            lessons.append(replace(shown, is_current=lesson.id == current))
        modules.append(ShownModule(module.title, lessons))
    return modules


def lessons_in(modules: Sequence[ShownModule]) -> list[ShownLesson]:
    return [lesson for module in modules for lesson in module.lessons]


def address_of(course_slug: str, lesson: UUID) -> str:
    return reverse("web:lesson", args=[course_slug, lesson])


def next_address(lessons: Sequence[ShownLesson]) -> str:
    """Where to go on: the first lesson that is not done, else the first of all."""
    undone = (lesson for lesson in lessons if not lesson.is_done and lesson.state)
    return next(undone, lessons[0]).address
