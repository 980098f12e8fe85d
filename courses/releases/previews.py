"""Owns previews: a signed link by which a colleague reads a draft, or a release, for some days."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import CampusError, Invalid, NotFound
from courses.compiling.lessons import compile_lesson
from courses.compiling.reading import read_draft
from courses.models import Blob, Course, CourseRelease, ReleaseLesson
from courses.outlines import Asked, AskedQuestion, Outline
from courses.rules.quizrules import QuizRules, read_rules

_SALT = "courses.preview"
MOST_DAYS = 30
NO_RULES = QuizRules()
_BLOB = re.compile(r"/api/v1/blobs/([0-9a-f]{64})")
_LESSON = re.compile(r'(?<=href=")/lessons/([0-9a-f-]{36})')


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link opens: a course, the number of a release (None: the draft), and until when."""

    token: str
    course: Course
    number: int | None
    until: datetime

    def release(self) -> CourseRelease | None:
        if self.number is None:
            return None
        return self.course.releases.select_related("outline").get(number=self.number)


@dataclass(frozen=True, slots=True)
class PreviewedLesson:
    id: UUID
    title: str
    kind: str
    minutes: int | None


@dataclass(frozen=True, slots=True)
class PreviewedModule:
    title: str
    lessons: list[PreviewedLesson]


@dataclass(frozen=True, slots=True)
class PreviewedText:
    """`questions` are all that an attempt may ask, by these `rules`.

    `lacks` says why a lesson of the draft cannot be published as it is; it is not shown then.
    """

    html: str
    questions: list[AskedQuestion]
    rules: QuizRules = NO_RULES
    lacks: str = ""


def make_link(
    *, course: Course, release: CourseRelease | None, by: User | None, days: int
) -> Preview:
    """A link to what the draft says whenever it is opened, or to a release.

    Raises Invalid for more than 30 days. Who has the link can read: it is noted who made it.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("A preview is open from 1 to 30 days."), code="bad_days")
    until = timezone.now() + timedelta(days=days)
    number = release.number if release else None
    signed = {"course": course.pk.hex, "release": number, "until": int(until.timestamp())}
    token = signing.dumps(signed, salt=_SALT).replace(":", "~")
    told = {"until": until.date().isoformat(), "number": number}
    note_deed(by=by, deed="preview.linked", about=course, detail=told)
    return Preview(token, course, number, until)


def find_preview(token: str, *, now: datetime | None = None) -> Preview:
    """Raises NotFound for a link that nobody signed, whose days are over or whose draft is gone."""
    try:
        signed = signing.loads(token.replace("~", ":"), salt=_SALT)
    except signing.BadSignature:
        signed = {"until": 0}
    until = datetime.fromtimestamp(signed["until"], tz=timezone.get_current_timezone())
    course = None
    if until > (now or timezone.now()):
        course = Course.objects.select_related("organisation").filter(pk=signed["course"]).first()
    if course is None:
        detail = _("This preview is over: ask whoever sent you the link for a new one.")
        raise NotFound(detail, code="preview_over")
    return Preview(token, course, signed["release"], until)


def outline_of(preview: Preview) -> list[PreviewedModule]:
    release = preview.release()
    if release is None:
        modules: Any = read_draft(preview.course).modules
    else:
        modules = msgspec.json.decode(bytes(release.outline.body or b""), type=Outline).modules
    return [
        PreviewedModule(
            module.title,
            [PreviewedLesson(one.id, one.title, one.kind, one.minutes) for one in module.lessons],
        )
        for module in modules
    ]


def text_of(
    preview: Preview,
    lesson: UUID,
    *,
    file_address: Callable[[str], str],
    lesson_address: Callable[[str], str],
) -> PreviewedText:
    """A lesson as learners would read it, its links and files by addresses of the preview."""
    if preview.number is None:
        text = _of_the_draft(preview.course, lesson)
    else:
        text = _of_a_release(preview, lesson)

    def told(html: str) -> str:
        html = _BLOB.sub(lambda found: file_address(found[1]), html)
        return _LESSON.sub(lambda found: lesson_address(found[1]), html)

    encoded = msgspec.to_builtins(text.questions)
    questions = msgspec.convert(_in_all_texts(encoded, told), list[AskedQuestion])
    return replace(text, html=told(text.html), questions=questions)


def _in_all_texts(value: Any, told: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return told(value)
    if isinstance(value, list):
        return [_in_all_texts(one, told) for one in value]
    if isinstance(value, dict):
        return {name: _in_all_texts(one, told) for name, one in value.items()}
    return value


def _of_the_draft(course: Course, lesson: UUID) -> PreviewedText:
    draft = read_draft(course)
    found = next((one for one in draft.lessons if one.id == lesson), None)
    if found is None:
        raise NotFound(_("This preview holds no such lesson."))
    try:
        compiled = compile_lesson(draft, found, 1)
    except CampusError as error:
        return PreviewedText("", [], lacks=error.detail)
    (html,) = (blob.body for blob in compiled.blobs if blob.digest == compiled.lesson.blob)
    quiz = compiled.lesson.questions
    if quiz is None:
        return PreviewedText(html.decode(), [])
    asked = msgspec.convert(quiz.asked, list[AskedQuestion], strict=False)
    return PreviewedText(html.decode(), asked, read_rules(quiz.rules))


def _of_a_release(preview: Preview, lesson: UUID) -> PreviewedText:
    release = preview.release()
    assert release is not None
    rows = ReleaseLesson.objects.filter(release=release, lesson=lesson)
    row = rows.select_related("blob", "asked", "questions").first()
    if row is None:
        raise NotFound(_("This preview holds no such lesson."))
    asked: list[AskedQuestion] = []
    if row.asked:
        asked = msgspec.convert(json.loads(row.asked.body), list[AskedQuestion], strict=False)
    elif row.questions:
        asked = msgspec.json.decode(bytes(row.questions.body or b""), type=Asked).questions
    return PreviewedText(bytes(row.blob.body or b"").decode(), asked, read_rules(row.quiz))


def find_file(preview: Preview, digest: str) -> Blob:
    """A file of what the link opens, in any of its widths; nobody else's, and none withdrawn."""
    blob = _files(preview).filter(pk=digest, withdrawn_at=None).first()
    if blob is None:
        raise NotFound(_("This preview holds no such file."))
    return blob


def _files(preview: Preview) -> QuerySet[Blob]:
    if preview.number is None:
        own = Blob.objects.filter(media__course=preview.course)
        return Blob.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=own.values("variants__variant"))
            | Q(pk__in=_released(preview))
        )  # fmt: skip
    return Blob.objects.filter(pk__in=_released(preview))


def _released(preview: Preview) -> QuerySet[Any]:
    """What its releases show is public already; a draft shows files of other courses too."""
    rows = Blob.objects.filter(releases__isnull=False)
    if preview.number is not None:
        rows = rows.filter(
            releases__release__course=preview.course, releases__release__number=preview.number
        )
    return rows.values("pk")
