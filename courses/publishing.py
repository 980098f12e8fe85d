"""Owns publication: a draft becomes an immutable, numbered release, or stays as it is."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Invalid

from .comparing import changes_since
from .compiling import (
    CompiledBlob,
    CompiledLesson,
    CompiledQuestions,
    CompiledRelease,
    asked_source,
    compile_course,
)
from .listing import list_course
from .models import Blob, Course, CourseRelease, ReleaseBlob, ReleaseLesson, Source


@transaction.atomic
def publish(*, course: Course, by: User | None, note: str = "") -> CourseRelease:
    """Compile the draft into the next release; learners stay on theirs.

    A draft that compiles to what is current answers the current release. Raises Invalid for
    a course without any lesson.
    """
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    compiled = compile_course(course)
    if not compiled.lessons:
        raise Invalid(_("Write at least one lesson, then publish."), code="no_lessons")
    current = course.current_release
    if current and _equals(compiled, current):
        return current
    release = _write(course, compiled, by, note)
    course.current_release = release
    course.save(update_fields=["current_release"])
    list_course(course, release)
    return release


def _equals(compiled: CompiledRelease, current: CourseRelease) -> bool:
    """Whether readers, the fold and the grading would find nothing changed."""
    is_same_outline = compiled.outline.digest == current.outline_id
    return is_same_outline and changes_since(current, compiled).are_none


def _write(course: Course, compiled: CompiledRelease, by: User | None, note: str) -> CourseRelease:
    store(compiled.blobs)
    keep_sources(compiled)
    last = course.releases.first()
    release = CourseRelease.objects.create(
        course=course,
        number=last.number + 1 if last else 1,
        outline_id=compiled.outline.digest,
        source_id=compiled.source.digest,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )
    ReleaseLesson.objects.bulk_create(_released(release, c) for c in compiled.lessons)
    digests = {blob.digest for blob in compiled.blobs} | set(compiled.media)
    ReleaseBlob.objects.bulk_create(ReleaseBlob(release=release, blob_id=d) for d in digests)
    return release


def store(blobs: tuple[CompiledBlob, ...]) -> None:
    """Keep texts by their digest; what is there already is the same and stays."""
    Blob.objects.bulk_create(
        [
            Blob(digest=b.digest, media_type=b.media_type, size=len(b.body), body=b.body)
            for b in blobs
        ],
        ignore_conflicts=True,
    )


def keep_sources(compiled: CompiledRelease) -> None:
    """What the release is made from, and what its quizzes ask; equal texts are kept once."""
    quizzes = [one.questions for one in compiled.lessons if one.questions]
    kept = [compiled.source, *(one.source for one in compiled.lessons), *map(asked_source, quizzes)]
    Source.objects.bulk_create(
        [Source(digest=one.digest, body=one.body) for one in kept], ignore_conflicts=True
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


def _released(release: CourseRelease, compiled: CompiledLesson) -> ReleaseLesson:
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
