"""What compiling gives: blobs named by their digest, lessons that point to them, an outline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from campus.markdown import Finding

HTML = "text/html; charset=utf-8"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class CompiledBlob:
    digest: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class CompiledSource:
    """What something was compiled from, to be kept and never served."""

    digest: str
    body: str


@dataclass(frozen=True)
class CompiledQuestions:
    """A quiz of a release: `asked` as learners may see it; the rest is in no public blob.

    `rules` are `courses.rules.quizrules.QuizRules`, `key` maps a question to its
    `courses.rules.grading.QuestionKey`, `feedback` a question to its explanation and a choice to
    what is said of choosing it, as HTML.
    """

    asked: list[dict[str, object]]
    rules: dict[str, Any]
    key: dict[str, Any]
    feedback: dict[str, str]


@dataclass(frozen=True)
class CompiledLesson:
    """A lesson of a release; `blob` and `public` are digests, the latter of its questions."""

    lesson: UUID
    position: int
    slug: str
    kind: str
    title: str
    minutes: int
    move_on: str
    mastery: float
    blob: str
    source: CompiledSource
    public: str | None = None
    questions: CompiledQuestions | None = None


@dataclass(frozen=True)
class CompiledRelease:
    """`blobs` holds every text, the outline among them; `media` the digests of files used."""

    outline: CompiledBlob
    lessons: tuple[CompiledLesson, ...]
    blobs: tuple[CompiledBlob, ...]
    media: tuple[str, ...]
    findings: tuple[Finding, ...]
    source: CompiledSource

    @property
    def digest(self) -> str:
        return self.outline.digest


def html_blob(html: str) -> CompiledBlob:
    return _blob(html.encode(), HTML)


def text_blob(text: str) -> CompiledBlob:
    return _blob(text.encode(), TEXT)


def json_blob(value: Mapping[str, object]) -> CompiledBlob:
    """The value in the one spelling that it always gets, so that its digest says it is equal."""
    return _blob(spelled(value).encode(), JSON)


def source(value: object) -> CompiledSource:
    text = spelled(value)
    return CompiledSource(hashlib.sha256(text.encode()).hexdigest(), text)


def asked_source(questions: CompiledQuestions) -> CompiledSource:
    """What attempts ask from: every question, those of banks too; nobody else is told."""
    return source(questions.asked)


def spelled(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _blob(body: bytes, media_type: str) -> CompiledBlob:
    return CompiledBlob(hashlib.sha256(body).hexdigest(), media_type, body)
