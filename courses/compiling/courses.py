"""A whole draft as a release: all its lessons, its outline, and the files they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from uuid import UUID

from campus.errors import CampusError, Invalid
from campus.markdown import Finding
from courses.linking import KnownMedia
from courses.models import Course

from .compiled import CompiledBlob, CompiledLesson, CompiledRelease, json_blob, spelled, text_blob
from .drafts import Draft
from .lessons import LessonBytes, compile_lesson
from .reading import read_draft
from .sources import course_source


def compile_course(course: Course) -> CompiledRelease:
    """The release that publishing the draft now would make; writes nothing.

    Raises Invalid, naming every lesson that lacks something or is too much to render.
    """
    return compile_draft(read_draft(course))


def compile_draft(draft: Draft, minutes: Mapping[UUID, int] | None = None) -> CompiledRelease:
    """`minutes` are those of lessons whose author gave none: a correction keeps what was said."""
    made, refused = compile_lessons(draft, minutes or {})
    if refused:
        raise Invalid.of(list(refused.values()))
    return assemble(draft, made)


def compile_lessons(
    draft: Draft, minutes: Mapping[UUID, int]
) -> tuple[list[LessonBytes], dict[UUID, CampusError]]:
    """The lessons that can be published, and by lesson why another cannot."""
    made, refused = [], {}
    for position, lesson in enumerate(draft.lessons, start=1):
        try:
            compiled = compile_lesson(draft, lesson, position)
            lasts = lesson.minutes or minutes.get(lesson.id, compiled.lesson.minutes)
            made.append(replace(compiled, lesson=replace(compiled.lesson, minutes=lasts)))
        except CampusError as error:
            refused[lesson.id] = error
    return made, refused


def assemble(draft: Draft, made: list[LessonBytes]) -> CompiledRelease:
    licence = text_blob(draft.licence_text) if draft.licence_text else None
    outline = json_blob(_outline(draft, made, licence))
    texts = [blob for one in made for blob in one.blobs]
    blobs = {blob.digest: blob for blob in [*texts, *filter(None, [licence]), outline]}
    return CompiledRelease(
        outline=outline,
        lessons=tuple(one.lesson for one in made),
        blobs=tuple(blobs[digest] for digest in sorted(blobs)),
        media=_media_shown(draft, made),
        findings=_findings(made),
        source=course_source(draft),
    )


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
        "skills": [asdict(skill) for skill in draft.skills],
        "relations": [{"kind": kind, "work": work} for kind, work in draft.relations],
        **_credits(draft, made),
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
        "questions": lesson.public,
    }


def _credits(draft: Draft, made: list[LessonBytes]) -> dict[str, object]:
    """Who made the files that are shown, and what others may do with them; nothing if unsaid."""
    shown = set(_media_shown(draft, made))
    told = {
        one.digest: {"path": one.path, "digest": one.digest, "title": _called(one, made),
                     "credit": one.credit, "licence": one.licence}
        for one in sorted(draft.shelf.media.values(), key=lambda one: (one.path, one.course))
        if one.digest in shown and (one.credit or one.licence)
    }  # fmt: skip
    return {"credits": list(told.values())} if told else {}


def _called(media: KnownMedia, made: list[LessonBytes]) -> str:
    """A file as readers know it: what it shows, or the first lesson that shows or offers it."""
    if media.alt:
        return media.alt
    digests = [media.digest.encode(), *(digest.encode() for digest, _width in media.variants)]
    for one in made:
        texts = [*(text.body for text in one.blobs), _asked(one.lesson)]
        if any(digest in text for text in texts for digest in digests):
            return one.lesson.title
    return ""


def _media_shown(draft: Draft, made: list[LessonBytes]) -> tuple[str, ...]:
    """The files that the texts show or offer; what is only attached stays with the draft."""
    media = draft.shelf.media.values()
    known = {one.digest for one in media} | {v for one in media for v, _width in one.variants}
    texts = [blob for one in made for blob in one.blobs]
    told = [text.body for text in texts] + [_asked(one.lesson) for one in made]
    shown = {digest for digest in known if any(digest.encode() in body for body in told)}
    return tuple(sorted(shown))


def _asked(lesson: CompiledLesson) -> bytes:
    """What a quiz shows only to whoever begins an attempt, or has ended one."""
    quiz = lesson.questions
    return spelled([quiz.asked, quiz.feedback]).encode() if quiz else b""


def _findings(made: list[LessonBytes]) -> tuple[Finding, ...]:
    return tuple(finding for one in made for finding in one.findings)
