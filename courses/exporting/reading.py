"""Reads a draft and says it as texts; the bytes of its files are named, not held."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from courses.models import Blob, Course, Lesson, Media
from courses.textform import names
from courses.textform.endings import as_file
from courses.textform.yamls import dumped

from .facts import course_yaml
from .identities import identities
from .lessons import lesson_text
from .placing import Places, placed

_INTRODUCTION = (
    "# Written by Campus: which question and which answer is which, so that answers already given\n"
    "# stay with theirs. Edit the lessons and leave this file as it is; without it, questions are\n"
    "# known again by their words.\n"
)


@dataclass(frozen=True)
class Text:
    """`texts` and `files` by their paths in the folder; `digest` tells one draft from another."""

    texts: dict[str, str]
    files: dict[str, Blob] = field(default_factory=dict)
    digest: str = ""


def text_form(course: Course) -> Text:
    """In a constant number of queries, however long the course."""
    lessons, media = lessons_of(course), list(course.media.select_related("blob"))
    places = placed(lessons, media)
    texts = {
        names.MANIFEST: dumped(course_yaml(course, lessons, places)),
        names.LICENCE: as_file(course.licence_text),
        names.MEDIA: dumped(media_yaml(media, places)),
    }
    slugs = Counter(lesson.slug for lesson in lessons)
    for lesson in lessons:
        at = places.lessons[lesson.pk]
        usual = names.lesson_slug(at) if slugs[lesson.slug] == 1 else ""
        texts[at] = lesson_text(lesson, at, course.language, usual_slug=usual)
        texts[names.transcript_of(at)] = as_file(lesson.transcript)
    files = {places.media[one.pk]: one.blob for one in media}
    held = {path: text for path, text in sorted(texts.items()) if text}
    digest = _digest(held, files)
    held[names.IDS] = _INTRODUCTION + dumped(identities(digest, lessons, places))
    return Text(dict(sorted(held.items())), dict(sorted(files.items())), digest)


def lessons_of(course: Course) -> list[Lesson]:
    """All of them, archived ones too, module by module."""
    rows = Lesson.objects.filter(module__course=course).select_related("module", "quiz")
    parts = rows.prefetch_related(
        "captions",
        "questions__choices",
        "questions__skill",
        "quiz__draws__bank",
        "quiz__draws__skill",
    )
    return list(parts.order_by("module__position", "module_id", "position", "id"))


def media_yaml(media: list[Media], places: Places) -> dict[str, object]:
    """Of files that something is said of, and those that would be taken for something else."""
    said: dict[str, object] = {}
    for one in media:
        lies_at = places.media[one.pk]
        facts = {
            "file": lies_at if lies_at != one.path else "",
            "alt": one.alt,
            "decorative": one.is_decorative,
            "credit": one.credit,
            "licence": one.licence,
        }
        kept = {name: value for name, value in facts.items() if value}
        if kept or names.is_text(lies_at):
            said[one.path] = kept
    return said


def _digest(texts: dict[str, str], files: dict[str, Blob]) -> str:
    kept = hashlib.sha256()
    for path, text in texts.items():
        kept.update(f"{path}\0{text}\0".encode())
    for path, blob in sorted(files.items()):
        kept.update(f"{path}\0{blob.digest}\0".encode())
    return kept.hexdigest()
