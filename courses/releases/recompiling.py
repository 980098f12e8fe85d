"""Owns rendering releases again from their sources: today's bytes, the same rules and numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from campus.audit.noting import note as note_deed
from campus.errors import CampusError, Conflict
from courses.catalogue.revising import bump_files
from courses.compiling.compiled import CompiledBlob, asked_source, json_blob
from courses.compiling.drafts import Draft, DraftLesson, DraftModule
from courses.compiling.lessons import LessonBytes, compile_lesson
from courses.compiling.sources import SourceMedia
from courses.linking import KnownLesson, KnownMedia
from courses.models import (
    Blob,
    Course,
    CourseRelease,
    FormerBlob,
    ReleaseBlob,
    ReleaseLesson,
    Source,
)
from courses.releases.releasing import refer, store
from courses.releases.versions import Version, release_version
from courses.shelving import shelf_for

_DIGEST = re.compile(rb"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Recompiled:
    """What became of a release: titles of lessons, and why some, or all, were left as they are."""

    release: CourseRelease
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def releases_of(course: Course | None = None) -> Iterator[CourseRelease]:
    """All releases, or those of a course, oldest first; nothing is held while one is worked on."""
    rows = CourseRelease.objects.all() if course is None else course.releases.all()
    for pk in list(rows.order_by("course", "number").values_list("pk", flat=True)):
        yield CourseRelease.objects.select_related("course", "outline", "source").get(pk=pk)


@transaction.atomic
def recompile(release: CourseRelease, *, dry_run: bool = False) -> Recompiled:
    """Render its lessons again under the same number: new words and rules never come in.

    Done twice it changes nothing the second time, so a run that was cut short is run again. A
    release from before sources were kept, and a lesson that cannot be rendered, are left.
    """
    Course.objects.select_for_update(of=("self",)).get(pk=release.course_id)
    try:
        version = release_version(release)
    except Conflict as error:
        return Recompiled(release, left=(error.detail,))
    draft = _draft_of(version)
    rows = list(release.lessons.select_related("asked"))
    made, left = _rendered(draft, rows)
    changed = [row for row in rows if row.lesson_id in made and _differs(row, made[row.lesson_id])]
    if dry_run or not changed:
        return Recompiled(release, tuple(row.title for row in changed), tuple(left))
    gone = _replace(release, changed, made, draft)
    told = {"number": release.number, "lessons": len(changed)}
    note_deed(by=None, deed="release.recompiled", about=release.course, detail=told)
    bump_files()
    return Recompiled(release, tuple(row.title for row in changed), tuple(left), gone)


def _draft_of(version: Version) -> Draft:
    """The release as a draft: its own lessons and files; other courses as they are today."""
    course = version.course
    lessons = version.in_order()
    texts = [(lesson.path, text) for lesson in lessons for text in lesson.texts()]
    shelf = shelf_for(texts, course.slug)
    shelf.add((_known(course.slug, lesson) for lesson in lessons), _media(version))
    modules = [
        DraftModule(one.id, one.title, tuple(version.lessons[id_] for id_ in one.lessons))
        for one in course.modules
    ]
    return Draft(
        id=course.id,
        work=course.work,
        slug=course.slug,
        language=course.language,
        title=course.title,
        summary=course.summary,
        level=course.level,
        authors=course.authors,
        licence=course.licence,
        licence_text=course.licence_text,
        source=course.source,
        modules=tuple(modules),
        media=tuple(_media(version)),
        shelf=shelf,
    )


def _known(course: str, lesson: DraftLesson) -> KnownLesson:
    return KnownLesson(str(lesson.id), course, lesson.path, lesson.permalink, lesson.source)


def _media(version: Version) -> list[KnownMedia]:
    held = version.course.media
    blobs = Blob.objects.prefetch_related("variants").in_bulk([one.digest for one in held])
    return [
        _known_file(version.course.slug, one, blobs[one.digest])
        for one in held
        if one.digest in blobs
    ]


def _known_file(course: str, media: SourceMedia, blob: Blob) -> KnownMedia:
    widths = sorted((one.width, one.variant_id) for one in blob.variants.all())
    return KnownMedia(
        course, media.path, blob.digest, blob.media_type, blob.size,
        blob.width or 0, blob.height or 0, media.alt, media.is_decorative, media.credit,
        media.licence, tuple((digest, width) for width, digest in widths),
    )  # fmt: skip


def _rendered(draft: Draft, rows: list[ReleaseLesson]) -> tuple[dict[UUID, LessonBytes], list[str]]:
    positions = {row.lesson_id: row.position for row in rows}
    made, left = {}, []
    for lesson in draft.lessons:
        try:
            made[lesson.id] = compile_lesson(draft, lesson, positions[lesson.id])
        except CampusError as error:
            left.append(error.detail)
    return made, left


def _differs(row: ReleaseLesson, made: LessonBytes) -> bool:
    """Whether its bytes are other ones; what the fold and the grading go by is never asked."""
    now = made.lesson
    if (row.blob_id, row.questions_id) != (now.blob, now.public):
        return True
    quiz = now.questions
    return quiz is not None and (row.feedback, row.asked_id) != (
        quiz.feedback,
        asked_source(quiz).digest,
    )


def _replace(
    release: CourseRelease,
    changed: list[ReleaseLesson],
    made: dict[UUID, LessonBytes],
    draft: Draft,
) -> tuple[str, ...]:
    """Answers the digests that the release refers to no more."""
    bytes_made = [made[row.lesson_id] for row in changed]
    store(tuple(blob for one in bytes_made for blob in one.blobs))
    for row in changed:
        _retell(row, made[row.lesson_id])
    ReleaseLesson.objects.bulk_update(changed, ["blob", "questions", "asked", "feedback"])
    outline = _outline(release, changed)
    store((outline,))
    CourseRelease.objects.filter(pk=release.pk).update(outline=outline.digest)
    return _refer_anew(release, outline, draft, bytes_made)


def _retell(row: ReleaseLesson, made: LessonBytes) -> None:
    row.blob_id, row.questions_id = made.lesson.blob, made.lesson.public
    quiz = made.lesson.questions
    if quiz is not None:
        asked = asked_source(quiz)
        Source.objects.get_or_create(digest=asked.digest, defaults={"body": asked.body})
        row.asked_id, row.feedback = asked.digest, quiz.feedback


def _outline(release: CourseRelease, changed: list[ReleaseLesson]) -> CompiledBlob:
    """The same outline with the new digests: titles, minutes and order are not compiled again."""
    outline = json.loads(bytes(release.outline.body or b""))
    now = {str(row.lesson_id): row for row in changed}
    for lesson in (one for module in outline["modules"] for one in module["lessons"]):
        if row := now.get(lesson["id"]):
            lesson["digest"], lesson["questions"] = row.blob_id, row.questions_id
    return json_blob(outline)


def _refer_anew(
    release: CourseRelease, outline: CompiledBlob, draft: Draft, made: list[LessonBytes]
) -> tuple[str, ...]:
    """A text that nothing of the release shows any more is not public by it any more."""
    rows = list(release.lessons.values_list("blob_id", "questions_id"))
    texts = {digest for row in rows for digest in row if digest}
    held = set(release.blobs.values_list("blob_id", flat=True))
    was = set(Blob.objects.filter(pk__in=held, body__isnull=False).values_list("pk", flat=True))
    licence = json.loads(outline.body).get("licence_text")
    kept = texts | {outline.digest} | ({licence} if licence else set())
    gone = was - kept
    shown = {d.decode() for one in made for blob in one.blobs for d in _DIGEST.findall(blob.body)}
    media = draft.shelf.media.values()
    files = shown & {d for one in media for d in (one.digest, *(v for v, _w in one.variants))}
    come = (kept | files) - held
    if gone or come:
        _exchange(release, gone, come)
    return tuple(sorted(gone))


def _exchange(release: CourseRelease, gone: set[str], come: set[str]) -> None:
    """What is given up is remembered: copies of the release are told to lose it."""
    ReleaseBlob.objects.filter(release=release, blob__in=gone).delete()
    former = [FormerBlob(release=release, digest=digest) for digest in sorted(gone)]
    FormerBlob.objects.bulk_create(former, ignore_conflicts=True, batch_size=1000)
    refer(release, come)
    CourseRelease.objects.filter(pk=release.pk).update(blobs_changed_at=timezone.now())
