"""Owns what a release, or the draft, was written as: values to compare, restore and render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from campus.errors import Conflict
from courses.compiling.drafts import Draft, DraftLesson
from courses.compiling.reading import read_draft
from courses.compiling.sources import CourseSource, course_source, read_course, read_lesson
from courses.models import Course, CourseRelease


@dataclass(frozen=True, slots=True)
class Version:
    """A course as it was written at one moment; `number` is None for the draft."""

    number: int | None
    course: CourseSource
    lessons: Mapping[UUID, DraftLesson]

    def in_order(self) -> list[DraftLesson]:
        return [self.lessons[id_] for module in self.course.modules for id_ in module.lessons]


def draft_version(course: Course) -> Version:
    return version_of_draft(read_draft(course))


def version_of_draft(draft: Draft) -> Version:
    lessons = {lesson.id: lesson for lesson in draft.lessons}
    return Version(None, read_course(course_source(draft).body), lessons)


def release_version(release: CourseRelease) -> Version:
    """Two queries at most. Raises Conflict for a release from before sources were kept."""
    rows = release.lessons.select_related("source")
    bodies = {row.lesson_id: row.source.body for row in rows if row.source}
    if release.source is None or len(bodies) < len(rows):
        detail = _("Release {number} is from before the campus kept what was written.")
        raise Conflict(detail.format(number=release.number), code="no_sources")
    lessons = {id_: read_lesson(body) for id_, body in bodies.items()}
    return Version(release.number, read_course(release.source.body), lessons)
