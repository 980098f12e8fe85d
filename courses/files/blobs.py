"""Bytes named by their SHA-256: kept once, texts in the database, media in the blob storage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campus.errors import CampusError
from courses.files.storing import PIECE, Store
from courses.models import Blob


class Withdrawn(CampusError):
    """Campus staff took this file back, for everybody."""

    status = 410
    code = "withdrawn"


def digest_of(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def size_of(content: bytes | Path) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def keep_media(
    content: bytes | Path,
    *,
    media_type: str,
    width: int | None = None,
    height: int | None = None,
) -> Blob:
    """The blob of an attached file; its bytes go to the blob storage, before the row.

    A file without a row, left by a transaction that fails, is harmless: it has the right name.
    One that was cut short by a crash is written anew. Raises Withdrawn for what staff took back.
    """
    digest = digest_of(content)
    size = size_of(content)
    if not _store().holds(name_of(digest), size):
        _store().put(name_of(digest), content)
    made = {"media_type": media_type, "size": size, "width": width, "height": height}
    blob, _is_new = Blob.objects.get_or_create(digest=digest, defaults=made)
    refuse_withdrawn(blob)
    return blob


def refuse_withdrawn(blob: Blob) -> None:
    if blob.withdrawn_at:
        detail = _("This file was withdrawn on {date}: use another one.")
        day = date_format(blob.withdrawn_at, "DATE_FORMAT")
        raise Withdrawn(detail.format(date=day))


def read(blob: Blob) -> bytes:
    return b"".join(pieces(blob))


def opened(blob: Blob) -> File[bytes]:
    """The bytes as a file, for what is too long to be held at once."""
    if blob.body is not None:
        return ContentFile(bytes(blob.body))
    return storages["blobs"].open(name_of(blob.digest))


def pieces(blob: Blob, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """So many bytes from `start` on, a piece at a time, from whichever store has them."""
    wanted = blob.size - start if length is None else length
    if blob.body is None:
        return _store().pieces(name_of(blob.digest), start, wanted)
    body = bytes(blob.body)[start : start + wanted]
    return (body[at : at + PIECE] for at in range(0, len(body), PIECE))


def name_of(digest: str) -> str:
    """Where a blob lies in the storage; two letters of folder keep folders small."""
    return f"{digest[:2]}/{digest}"


def _store() -> Store:
    return cast("Store", storages["blobs"])
