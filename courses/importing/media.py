"""Attached files of an imported course: kept by digest, so that equal bytes are kept once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..blobs import keep_media
from ..models import Course, Media
from .shapes import ImportedMedia


def write_media(course: Course, media: Iterable[ImportedMedia]) -> Iterator[str]:
    """Make the files of the draft those of the folder; releases keep theirs."""
    held = {one.path: one for one in Media.objects.filter(course=course)}
    for wanted in media:
        blob = keep_media(wanted.read(), media_type=wanted.media_type)
        row = held.pop(wanted.path, None)
        if row is None:
            Media.objects.create(course=course, path=wanted.path, blob=blob)
            yield f"added the file {wanted.path}"
        elif row.blob_id != blob.digest:
            row.blob = blob
            row.save(update_fields=["blob"])
            yield f"replaced the file {wanted.path}"
    for path, row in held.items():
        row.delete()
        yield f"removed the file {path}"
