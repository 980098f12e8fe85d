"""Owns how an outline follows corrections: whoever is pinned to a release reads later words."""

from typing import Any
from uuid import UUID

import msgspec

from courses.models import CourseRelease, ReleaseLesson
from courses.outlines import Outline, OutlineModule
from courses.releases.comparing import is_read_alike, is_told_alike

# The facts of a course that a correction may say in other words.
WORDS = ("title", "summary", "authors", "licence", "licence_text", "source", "modules")
_outline = msgspec.json.Decoder(Outline)


def corrected_facts(release: CourseRelease, modules: list[OutlineModule]) -> dict[str, Any]:
    """What its outline now says in other words; at most three queries."""
    facts: dict[str, Any] = {"modules": modules}
    last = last_correction(release)
    if last is not None:
        outline = _outline.decode(bytes(last.outline.body or b""))
        facts = {name: getattr(outline, name) for name in WORDS}
    _tell(facts["modules"], _lessons(release))
    return facts


def last_correction(release: CourseRelease) -> CourseRelease | None:
    """The end of the chain of corrections: each corrects what was current before it."""
    rows = CourseRelease.objects.filter(course=release.course_id, corrects__isnull=False)
    by_corrected = dict(rows.values_list("corrects_id", "pk"))
    last = release.pk
    while last in by_corrected:
        last = by_corrected[last]
    if last == release.pk:
        return None
    return CourseRelease.objects.select_related("outline").get(pk=last)


def lead_readers(corrected: CourseRelease, release: CourseRelease) -> None:
    """Whoever reads a lesson as the corrected release says it reads it as this one does."""
    was = {row.lesson_id: row for row in corrected.lessons.all()}
    now = {row.lesson_id: row for row in release.lessons.all()}
    changed = [id_ for id_ in now if not is_read_alike(was[id_], now[id_])]
    older = ReleaseLesson.objects.filter(release__course=release.course, lesson__in=changed)
    rows = []
    for row in older.exclude(release=release).select_related("corrected_by"):
        if is_told_alike(row.corrected_by or row, was[row.lesson_id]):
            row.corrected_by = now[row.lesson_id]
            rows.append(row)
    ReleaseLesson.objects.bulk_update(rows, ["corrected_by"], batch_size=500)


def _lessons(release: CourseRelease) -> dict[UUID, tuple[str, str]]:
    """The title and digest of each lesson that reads otherwise than the release says."""
    rows = ReleaseLesson.objects.filter(release=release, corrected_by__isnull=False)
    told = rows.values_list("lesson_id", "corrected_by__title", "corrected_by__blob_id")
    return {lesson: (title, digest) for lesson, title, digest in told}


def _tell(modules: list[OutlineModule], told: dict[UUID, tuple[str, str]]) -> None:
    for lesson in (lesson for module in modules for lesson in module.lessons):
        if lesson.id in told:
            lesson.title, lesson.digest = told[lesson.id]
