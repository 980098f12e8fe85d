"""Owns what a complete copy of a release consists of, and what changed since an earlier one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Max
from django.templatetags.static import static
from msgspec import Meta, Struct

from courses.models import CourseRelease, FormerBlob, ReleaseBlob, ReleaseLesson

# How a lesson looks on the site; it needs no script to be read.
STYLESHEETS = ("web/tokens.css", "web/base.css", "web/components.css", "web/lesson.css")
_BLOB = re.compile(rb"/api/v1/blobs/([0-9a-f]{64})")


class ManifestBlob(Struct, kw_only=True):
    """Bytes at `/api/v1/blobs/{digest}`."""

    digest: str
    bytes: int
    type: str
    role: Annotated[str, Meta(description="outline, lesson, questions or file")]
    lesson: Annotated[UUID | None, Meta(description="The first lesson that needs it.")]


class ManifestStylesheet(Struct, kw_only=True):
    url: str
    digest: Annotated[str, Meta(description="SHA-256 of the bytes.")]
    bytes: int


class Manifest(Struct, kw_only=True):
    """Everything of a release, or with `since` what a holder of that one may lack, and must drop.

    A blob that was withdrawn, or given up for safer bytes, is in `removed` for ever, so that
    copies lose it too.
    """

    course: UUID
    slug: str
    release: int
    since: int | None
    published_at: datetime
    outline: Annotated[str, Meta(description="Digest of the outline, one of the blobs.")]
    corrected_by: Annotated[int | None, Meta(description="A later release that corrects it.")]
    stylesheet: list[ManifestStylesheet]
    blobs: list[ManifestBlob]
    removed: list[str]


def manifest(release: CourseRelease, since: CourseRelease | None = None) -> Manifest:
    """Seven queries, however long the course; the texts are read to see which lesson shows what."""
    held = _blobs(release)
    referred = dict(since.blobs.values_list("blob_id", "blob__returned_at")) if since else {}
    had = _surely_held(release, since, referred) if since else set()
    former = FormerBlob.objects.filter(release__in=[release, since or release])
    gone = {*referred, *former.values_list("digest", flat=True)} - {one.digest for one in held}
    withdrawn = release.blobs.exclude(blob__withdrawn_at=None).values_list("blob_id", flat=True)
    return Manifest(
        course=release.course_id,
        slug=release.course.slug,
        release=release.number,
        since=since.number if since else None,
        published_at=release.published_at,
        outline=release.outline_id,
        corrected_by=release.corrections.aggregate(last=Max("number"))["last"],
        stylesheet=[_stylesheet(name) for name in STYLESHEETS],
        blobs=[one for one in held if one.digest not in had],
        removed=sorted({*gone, *withdrawn}),
    )  # fmt: skip


def _surely_held(
    release: CourseRelease, since: CourseRelease, referred: Mapping[str, datetime | None]
) -> set[str]:
    """What every copy of `since` has, whenever it was made.

    Nothing can be said of one made before either release was rendered again, nor of a file that
    was withdrawn for a while.
    """
    if release.blobs_changed_at or since.blobs_changed_at:
        return set()
    return {digest for digest, returned_at in referred.items() if returned_at is None}


def _blobs(release: CourseRelease) -> list[ManifestBlob]:
    rows = ReleaseBlob.objects.filter(release=release, blob__withdrawn_at=None)
    facts = {
        digest: (size, media_type)
        for digest, size, media_type in rows.values_list("blob", "blob__size", "blob__media_type")
    }
    places = {release.outline_id: ("outline", None), **_places(release)}
    return [
        ManifestBlob(digest=digest, bytes=size, type=media_type, role=role, lesson=lesson)
        for digest, (size, media_type) in sorted(facts.items())
        for role, lesson in [places.get(digest, ("file", None))]
    ]


def _places(release: CourseRelease) -> dict[str, tuple[str, UUID | None]]:
    """What each blob is to the first lesson that needs it."""
    places: dict[str, tuple[str, UUID | None]] = {}
    rows = release.lessons.select_related("blob", "questions").order_by("position")
    for row in rows:
        for digest, role in _needed(row):
            places.setdefault(digest, (role, row.lesson_id))
    return places


def _needed(row: ReleaseLesson) -> Iterator[tuple[str, str]]:
    yield row.blob_id, "lesson"
    texts = [bytes(row.blob.body or b"")]
    if row.questions:
        yield row.questions.digest, "questions"
        texts.append(bytes(row.questions.body or b""))
    for text in texts:
        for found in _BLOB.findall(text):
            yield found.decode(), "file"


def _stylesheet(name: str) -> ManifestStylesheet:
    url = static(name)
    digest, size = _facts_of(url, name)
    return ManifestStylesheet(url=url, digest=digest, bytes=size)


@cache
def _facts_of(url: str, name: str) -> tuple[str, int]:
    """Of the file as it is served: collecting rewrites its addresses."""
    collected = Path(settings.STATIC_ROOT) / url.removeprefix(settings.STATIC_URL)
    body = (collected if collected.exists() else Path(str(finders.find(name)))).read_bytes()
    return hashlib.sha256(body).hexdigest(), len(body)
