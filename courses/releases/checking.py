"""Owns the checklist of a draft: what its author should see to, and what stops its publication."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.errors import CampusError, Invalid
from courses.compiling import CompiledRelease
from courses.compiling.courses import assemble, compile_lessons
from courses.compiling.drafts import Draft, DraftLesson
from courses.compiling.lessons import WORDS_PER_MINUTE, LessonBytes
from courses.compiling.reading import read_draft
from courses.kinds import KINDS
from courses.models import Course
from courses.releases.keys import known_keys
from courses.releases.problems import said_of_a_lesson
from courses.releases.releasing import stamp_of

BLOCKS, WARNS = "blocks", "warns"

# What stops a publication and what its author only has to have seen. What the compiler refuses
# blocks whatever its code; a code that is not here warns.
CODES: Mapping[str, str] = {
    # nothing to read, nothing to answer
    "no_lessons": BLOCKS,
    "empty_lesson": BLOCKS,
    # an open course says what others may do with it
    "no_licence": BLOCKS,
    # what is graded is known to nobody before
    "key_was_public": BLOCKS,
    "key_becomes_public": WARNS,
    # links that lead nowhere, files that are not there or elsewhere
    "unresolved_link": WARNS,
    "missing_anchor": WARNS,
    "empty_link": WARNS,
    "address_refused": WARNS,
    "missing_image": WARNS,
    "missing_media": WARNS,
    "missing_captions": WARNS,
    "external_image": WARNS,
    "external_media": WARNS,
    "embedded_page": WARNS,
    "button_incomplete": WARNS,
    "video_only_linked": WARNS,
    "video_elsewhere_untold": WARNS,
    # what somebody who does not see, or hear, would miss
    "undescribed_image": WARNS,
    "alternative_is_file_name": WARNS,
    "heading_skips_level": WARNS,
    "empty_heading": WARNS,
    "no_captions": WARNS,
    "captions_unseen": WARNS,
    "uncaptioned_video": WARNS,
    "no_transcript": WARNS,
    "untranscribed_audio": WARNS,
    # what is not shown as it was meant
    "unclosed_container": WARNS,
    "stray_container_end": WARNS,
    "unknown_container": WARNS,
    "unclosed_fence": WARNS,
    "unknown_tag": WARNS,
    "tag_shown_as_text": WARNS,
    "tag_removed": WARNS,
    "attribute_removed": WARNS,
    "unreadable_formula": WARNS,
    # how long it takes
    "lesson_too_long": WARNS,
    "lesson_too_short": WARNS,
    "more_minutes_than_text": WARNS,
    "fewer_minutes_than_text": WARNS,
}

_KNOWN = {
    "key_was_public": gettext_lazy(
        "“{lesson}” is graded, and release {number} told everybody right answers of its "
        "questions: ask others, or leave it for practice."
    ),
    "key_becomes_public": gettext_lazy(
        "“{lesson}” will tell everybody right answers by which release {number} grades those who "
        "follow it still."
    ),
}
LONGEST_MINUTES = 30
FEWEST_WORDS = 20
_TAGS = re.compile(rb"<[^>]*>")
_SHOWN = re.compile(rb"<(?:img|video|audio|math|svg|iframe|button|a\s[^>]*class=.button)\b")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of the checklist; `lesson` and `line` say where, None and 0 the whole course."""

    code: str
    said: str
    effect: str
    lesson: UUID | None = None
    title: str = ""
    line: int = 0

    @property
    def blocks(self) -> bool:
        return self.effect == BLOCKS

    @property
    def told(self) -> str:
        """What is said where its lesson's title does not stand beside it."""
        return self.said if self.title in self.said else f"{self.title}: {self.said}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft at one moment: what it compiles to, if it can be published, and its checklist."""

    stamp: str
    draft: Draft
    compiled: CompiledRelease | None
    items: tuple[Item, ...]

    @property
    def blocking(self) -> list[Item]:
        return [item for item in self.items if item.blocks]

    @property
    def warnings(self) -> list[Item]:
        return [item for item in self.items if not item.blocks]

    def fit(self) -> CompiledRelease:
        """What it compiles to; raises Invalid, telling all that blocks."""
        if self.blocking or self.compiled is None:
            told = [Invalid(item.told, code=item.code) for item in self.blocking]
            raise Invalid.of(told)
        return self.compiled


def check(course: Course, *, minutes: Mapping[UUID, int] | None = None) -> Checked:
    """Compiles the draft once; `minutes` as for a correction."""
    stamp = stamp_of(course)
    draft = read_draft(course)
    made, refused = compile_lessons(draft, minutes or {})
    items = [
        *_of_the_whole(draft),
        *_refused(draft, refused),
        *_found(draft, made),
        *_keys(draft, made),
    ]
    order = {lesson.id: place for place, lesson in enumerate(draft.lessons)}
    items.sort(key=lambda one: (not one.blocks, order.get(one.lesson or draft.id, -1), one.line))
    return Checked(stamp, draft, None if refused else assemble(draft, made), tuple(items))


def _of_the_whole(draft: Draft) -> Iterator[Item]:
    if not draft.lessons:
        yield _item("no_lessons", _("Write at least one lesson, then publish."))
    if not draft.licence:
        said = _("The course has no licence: say what others may do with it.")
        yield _item("no_licence", said)


def _refused(draft: Draft, refused: Mapping[UUID, CampusError]) -> Iterator[Item]:
    for lesson in draft.lessons:
        if error := refused.get(lesson.id):
            said = said_of_a_lesson(error)
            yield Item(error.code, said, BLOCKS, lesson.id, lesson.title)


def _found(draft: Draft, made: list[LessonBytes]) -> Iterator[Item]:
    language = get_language() or "fr"
    lessons = {lesson.id: lesson for lesson in draft.lessons}
    for one in made:
        lesson = lessons[one.lesson.lesson]
        for finding in one.findings:
            yield _item(finding.code, finding.said(language), lesson, finding.line)
        html = next(blob.body for blob in one.blobs if blob.digest == one.lesson.blob)
        yield from _length(lesson, html)


def _keys(draft: Draft, made: list[LessonBytes]) -> Iterator[Item]:
    for code, lesson, number in known_keys(draft, made):
        yield _item(code, str(_KNOWN[code]), lesson, number=number)


def _length(lesson: DraftLesson, html: bytes) -> Iterator[Item]:
    """Only what is read has a length; a quiz, a film, a file take the time they take."""
    if not KINDS[lesson.kind].is_text:
        return
    words = len(_TAGS.sub(b" ", html).split())
    computed = max(1, math.ceil(words / WORDS_PER_MINUTE))
    has_more = bool(_SHOWN.search(html))
    if not words and not has_more:
        yield _item("empty_lesson", _("“{lesson}” is empty: write it, or archive it."), lesson)
        return
    if words < FEWEST_WORDS and not has_more:
        told = _("This lesson has {words} words: is it finished?")
        yield _item("lesson_too_short", told, lesson, words=words)
    if (lesson.minutes or computed) > LONGEST_MINUTES:
        told = _("This lesson takes {minutes} minutes: two shorter ones are easier to follow.")
        yield _item("lesson_too_long", told, lesson, minutes=lesson.minutes or computed)
    yield from _minutes(lesson, computed)


def _minutes(lesson: DraftLesson, computed: int) -> Iterator[Item]:
    given = lesson.minutes
    if given and given > 4 * computed + 15:
        told = _("You give it {given} minutes, and its text takes about {computed}.")
        yield _item("more_minutes_than_text", told, lesson, given=given, computed=computed)
    if given and 2 * given < computed:
        told = _("You give it {given} minutes only, and its text takes about {computed}.")
        yield _item("fewer_minutes_than_text", told, lesson, given=given, computed=computed)


def _item(
    code: str, said: str, lesson: DraftLesson | None = None, line: int = 0, **values: Any
) -> Item:
    title = lesson.title if lesson else ""
    told = said.format(lesson=title, **values) if values or "{lesson}" in said else said
    return Item(code, told, CODES.get(code, WARNS), lesson.id if lesson else None, title, line)
