"""What compiling gives: blobs named by their digest, lessons that point to them, an outline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
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
class CompiledLesson:
    """A lesson of a release; `blob` and `questions` are digests.

    `key` maps a question to its right choices, `feedback` a question to its explanation and a
    choice to what is said of choosing it, as HTML.  Both are in no blob.
    """

    lesson: UUID
    position: int
    slug: str
    kind: str
    title: str
    minutes: int
    move_on: str
    mastery: float
    blob: str
    questions: str | None = None
    key: dict[str, list[str]] | None = None
    feedback: dict[str, str] | None = None


@dataclass(frozen=True)
class CompiledRelease:
    """`blobs` holds every text, the outline among them; `media` the digests of files used."""

    outline: CompiledBlob
    lessons: tuple[CompiledLesson, ...]
    blobs: tuple[CompiledBlob, ...]
    media: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def digest(self) -> str:
        return self.outline.digest


def html_blob(html: str) -> CompiledBlob:
    return _blob(html.encode(), HTML)


def text_blob(text: str) -> CompiledBlob:
    return _blob(text.encode(), TEXT)


def json_blob(value: Mapping[str, object]) -> CompiledBlob:
    """The value in the one spelling that it always gets, so that its digest says it is equal."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _blob(text.encode(), JSON)


def _blob(body: bytes, media_type: str) -> CompiledBlob:
    return CompiledBlob(hashlib.sha256(body).hexdigest(), media_type, body)
