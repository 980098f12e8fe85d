"""A whole draft as a release: all its lessons, its outline, and the files they show."""

from __future__ import annotations

from campus.errors import CampusError, Invalid
from campus.markdown import Finding

from ..models import Course
from .compiled import CompiledBlob, CompiledLesson, CompiledRelease, json_blob, text_blob
from .drafts import Draft, read_draft
from .lessons import LessonBytes, compile_lesson


def compile_course(course: Course) -> CompiledRelease:
    """The release that publishing the draft now would make; writes nothing.

    Raises Invalid, naming every lesson that lacks something or is too much to render.
    """
    return compile_draft(read_draft(course))


def compile_draft(draft: Draft) -> CompiledRelease:
    made = _lessons(draft)
    licence = text_blob(draft.licence_text) if draft.licence_text else None
    outline = json_blob(_outline(draft, made, licence))
    texts = [blob for one in made for blob in one.blobs]
    blobs = {blob.digest: blob for blob in [*texts, *filter(None, [licence]), outline]}
    return CompiledRelease(
        outline=outline,
        lessons=tuple(one.lesson for one in made),
        blobs=tuple(blobs[digest] for digest in sorted(blobs)),
        media=_media_shown(draft, texts),
        findings=_findings(made),
    )


def _lessons(draft: Draft) -> list[LessonBytes]:
    made, errors = [], []
    for position, lesson in enumerate(draft.lessons, start=1):
        try:
            made.append(compile_lesson(draft, lesson, position))
        except CampusError as error:
            errors.append(error)
    if errors:
        raise Invalid.of(errors)
    return made


def _outline(
    draft: Draft, made: list[LessonBytes], licence: CompiledBlob | None
) -> dict[str, object]:
    lessons = {one.lesson.lesson: one.lesson for one in made}
    return {
        "id": str(draft.id),
        "work": draft.work,
        "title": draft.title,
        "summary": draft.summary,
        "language": draft.language,
        "level": draft.level,
        "minutes": sum(one.minutes for one in lessons.values()),
        "authors": draft.authors,
        "licence": draft.licence,
        "licence_text": licence.digest if licence else None,
        "source": draft.source,
        "skills": [{"key": k, "title": title, "level": level} for k, title, level in draft.skills],
        "modules": [
            {
                "id": str(module.id),
                "title": module.title,
                "lessons": [_outlined(lessons[lesson.id]) for lesson in module.lessons],
            }
            for module in draft.modules
        ],
    }


def _outlined(lesson: CompiledLesson) -> dict[str, object]:
    return {
        "id": str(lesson.lesson),
        "slug": lesson.slug,
        "title": lesson.title,
        "kind": lesson.kind,
        "minutes": lesson.minutes,
        "move_on": lesson.move_on,
        "digest": lesson.blob,
        "questions": lesson.questions,
    }


def _media_shown(draft: Draft, texts: list[CompiledBlob]) -> tuple[str, ...]:
    """The files that the texts show or offer; what is only attached stays with the draft."""
    known = {one.digest for one in draft.shelf.media.values()}
    shown = {digest for digest in known if any(digest.encode() in text.body for text in texts)}
    return tuple(sorted(shown))


def _findings(made: list[LessonBytes]) -> tuple[Finding, ...]:
    return tuple(finding for one in made for finding in one.findings)
