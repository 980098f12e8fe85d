"""Owns the files of a draft: what is taken in, under which path, and in place of what."""

import re
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from campus.errors import Invalid

from . import mediatypes
from .authoring import mark_changed
from .blobs import keep_media
from .models import Course, Media

MOST_BYTES = 50 * 2**20
# The first bytes of the kinds that a page shows or a reader opens; others are only downloaded.
_STARTS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "application/pdf": (b"%PDF-",),
    "application/zip": (b"PK\x03\x04", b"PK\x05\x06"),
}
_PATH = re.compile(r"[\w@+()’' .-]+(/[\w@+()’' .-]+)*")


@transaction.atomic
def attach(*, course: Course, path: str, body: bytes) -> Media:
    """Keep a file at a path of the draft, in place of one that is there.

    Raises Invalid for a path that leads elsewhere, too large a file, and bytes that are not
    what the name says.
    """
    refuse_path(path)
    media_type = mediatypes.media_type(path)
    refuse_size(len(body))
    refuse_body(media_type, body)
    blob = keep_media(body, media_type=media_type)
    media, _is_new = Media.objects.update_or_create(
        course=course, path=path, defaults={"blob": blob}
    )
    mark_changed(course)
    return media


@transaction.atomic
def detach(*, media: Media) -> None:
    """Take a file out of the draft; releases keep theirs."""
    mark_changed(media.course)
    media.delete()


def refuse_path(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not _PATH.fullmatch(path) or any(part in {".", ".."} for part in parts):
        detail = _("“{path}” is no path of a file: write for instance images/plan.png.")
        raise Invalid(detail.format(path=path), code="bad_path")


def refuse_size(size: int) -> None:
    if size > MOST_BYTES:
        detail = _("This file has {size} MB and may have {most} MB: make it smaller.")
        sizes = {"size": -(-size // 2**20), "most": MOST_BYTES // 2**20}
        raise Invalid(detail.format(**sizes), code="file_too_large")


def refuse_body(media_type: str, body: bytes) -> None:
    starts = _STARTS.get(media_type)
    if not body or (starts and not body.startswith(starts)):
        raise Invalid(
            _("The file's content is not what its name says: check it, then choose it again."),
            code="not_that_type",
        )
