"""Owns how what was compiled becomes a release: its rows, its blobs, and what is current."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from courses.catalogue.listing import list_course
from courses.compiling import (
    CompiledBlob,
    CompiledLesson,
    CompiledQuestions,
    CompiledRelease,
    asked_source,
)
from courses.models import Blob, Course, CourseRelease, ReleaseBlob, ReleaseLesson, Source
from courses.releases.comparing import is_read_alike


def locked(course: Course, *, stamp: str = "") -> Course:
    """The course as nobody else can publish it now.

    Raises Conflict if the draft is another than the one that had this stamp.
    """
    found = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    if stamp and stamp != stamp_of(found):
        detail = _("Somebody changed the draft since you looked: look again, then publish.")
        raise Conflict(detail, code="changed_meanwhile")
    return found


def stamp_of(course: Course) -> str:
    """The same as long as nobody changes any part of the draft."""
    return course.changed_at.isoformat()


def write_release(
    course: Course,
    compiled: CompiledRelease,
    *,
    by: User | None,
    note: str,
    corrects: CourseRelease | None = None,
) -> CourseRelease:
    store(compiled.blobs)
    keep_sources(compiled)
    release = CourseRelease.objects.create(
        course=course,
        number=next_number(course),
        outline_id=compiled.outline.digest,
        source_id=compiled.source.digest,
        corrects=corrects,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )
    ReleaseLesson.objects.bulk_create(_rows(release, compiled), batch_size=500)
    refer(release, {blob.digest for blob in compiled.blobs} | set(compiled.media))
    return release


def next_number(course: Course) -> int:
    last = course.releases.first()
    return last.number + 1 if last else 1


def refer(release: CourseRelease, digests: set[str]) -> None:
    """From now on these blobs are as public as the release."""
    rows = [ReleaseBlob(release=release, blob_id=digest) for digest in digests]
    ReleaseBlob.objects.bulk_create(rows, batch_size=1000)


def make_current(course: Course, release: CourseRelease) -> None:
    course.current_release = release
    course.save(update_fields=["current_release"])
    list_course(course, release)


def store(blobs: tuple[CompiledBlob, ...]) -> None:
    """Keep texts by their digest; what is there already is the same and stays."""
    known = set(Blob.objects.filter(pk__in=[b.digest for b in blobs]).values_list("pk", flat=True))
    rows = [
        Blob(digest=b.digest, media_type=b.media_type, size=len(b.body), body=b.body)
        for b in blobs
        if b.digest not in known
    ]
    Blob.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def keep_sources(compiled: CompiledRelease) -> None:
    """What the release is made from, and what its quizzes ask; equal texts are kept once."""
    quizzes = [one.questions for one in compiled.lessons if one.questions]
    kept = [compiled.source, *(one.source for one in compiled.lessons), *map(asked_source, quizzes)]
    texts = {one.digest: one.body for one in kept}
    for digest in Source.objects.filter(pk__in=texts).values_list("pk", flat=True):
        del texts[digest]
    rows = [Source(digest=digest, body=body) for digest, body in texts.items()]
    Source.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def _rows(release: CourseRelease, compiled: CompiledRelease) -> list[ReleaseLesson]:
    """What reads as before is a correction for as long as that reads as it does."""
    rows = [row_of(lesson, release) for lesson in compiled.lessons]
    held = ReleaseLesson.objects.filter(release=release.course.current_release_id)
    before = {row.lesson_id: row for row in held}
    for row in rows:
        was = before.get(row.lesson_id)
        if was is None or not is_read_alike(was, row):
            row.corrected_at = release.published_at if release.corrects_id else None
        else:
            row.corrected_at = was.corrected_at
    return rows


def row_of(compiled: CompiledLesson, release: CourseRelease | None = None) -> ReleaseLesson:
    """The lesson as a release holds it; not saved."""
    return ReleaseLesson(
        release=release,
        lesson_id=compiled.lesson,
        blob_id=compiled.blob,
        questions_id=compiled.public,
        source_id=compiled.source.digest,
        **_quiz(compiled.questions),
        position=compiled.position,
        kind=compiled.kind,
        title=compiled.title,
        minutes=compiled.minutes,
        move_on=compiled.move_on,
        mastery=compiled.mastery,
    )


def _quiz(questions: CompiledQuestions | None) -> dict[str, Any]:
    if questions is None:
        return {}
    return {
        "quiz": questions.rules,
        "key": questions.key,
        "feedback": questions.feedback,
        "asked_id": asked_source(questions).digest,
    }
