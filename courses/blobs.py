"""Bytes named by their SHA-256: kept once, texts in the database, media in the blob storage."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from .mediatypes import image_size
from .models import Blob


def digest_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def keep_media(body: bytes, *, media_type: str) -> Blob:
    """The blob of an attached file; its bytes go to the blob storage, before the row.

    A file without a row, left by a transaction that fails, is harmless: it has the right name.
    One that was cut short by a crash is written anew.
    """
    digest = digest_of(body)
    storage, name = storages["blobs"], name_of(digest)
    if not storage.exists(name) or storage.size(name) != len(body):
        storage.delete(name)
        storage.save(name, ContentFile(body))
    width, height = image_size(body) or (None, None)
    made = {"media_type": media_type, "size": len(body), "width": width, "height": height}
    return Blob.objects.get_or_create(digest=digest, defaults=made)[0]


def read(blob: Blob) -> bytes:
    with opened(blob) as stored:
        body: bytes = stored.read()
        return body


def opened(blob: Blob) -> File[bytes]:
    """The bytes as a file, for what is too long to be held at once."""
    if blob.body is not None:
        return ContentFile(bytes(blob.body))
    return storages["blobs"].open(name_of(blob.digest))


def name_of(digest: str) -> str:
    """Where a blob lies in the storage; two letters of folder keep folders small."""
    return f"{digest[:2]}/{digest}"
