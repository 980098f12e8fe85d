"""Owns the files of a draft: what is taken in, under which path, and what is said of it."""

import re
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.drafting.authoring import mark_changed
from courses.files.blobs import keep_media
from courses.files.inspecting import Inspected, inspect
from courses.files.mediatypes import RASTER
from courses.files.resizing import VARIANT_TYPE, variants
from courses.models import Blob, BlobVariant, Course, Media

# What a form or a program sends at once; longer files come in parts (`courses.drafting.uploading`).
MOST_BYTES = 50 * 2**20
_PATH = re.compile(r"[\w@+()’' .-]+(/[\w@+()’' .-]+)*")


@transaction.atomic
def attach(*, course: Course, path: str, body: bytes) -> Media:
    """Keep a file at a path of the draft, in place of one that is there.

    What was said of the one there, its alternative text say, stays. Raises Invalid for a path
    that leads elsewhere, too large a file, and bytes that are not what the name says; Withdrawn
    for what campus staff took back.
    """
    refuse_path(path)
    refuse_size(len(body))
    return place(course=course, path=path, blob=take_in(path, body))


def take_in(name: str, content: bytes | Path) -> Blob:
    """The blob of a file that an author gives, inspected and cleaned; an image in all its widths.

    They are made at once, a few tenths of a second for a photograph: so the next publication has
    them, and publishing the same draft again changes nothing. Raises Invalid, Withdrawn.
    """
    return keep(inspect(name, content))


def keep(seen: Inspected) -> Blob:
    """The blob of what was inspected. Raises Withdrawn."""
    blob = keep_media(
        seen.content, media_type=seen.media_type, width=seen.width, height=seen.height
    )
    if seen.media_type in RASTER and isinstance(seen.content, bytes):
        _keep_variants(blob, seen.content)
    return blob


@transaction.atomic
def place(*, course: Course, path: str, blob: Blob) -> Media:
    media, _is_new = Media.objects.update_or_create(
        course=course, path=path, defaults={"blob": blob}
    )
    mark_changed(course)
    return media


@transaction.atomic
def describe(
    *, media: Media, alt: str, is_decorative: bool, credit: str = "", licence: str = ""
) -> None:
    """What is said of a file. Raises Invalid for an image that says nothing and says something."""
    if alt.strip() and is_decorative:
        detail = _("“{path}” is decorative or has an alternative text, not both.")
        raise Invalid(detail.format(path=media.path), code="decorative_with_text")
    said = {
        "alt": " ".join(alt.split()),
        "is_decorative": is_decorative,
        "credit": " ".join(credit.split()),
        "licence": " ".join(licence.split()),
    }
    for name, value in said.items():
        setattr(media, name, value)
    media.save(update_fields=list(said))
    mark_changed(media.course)


@transaction.atomic
def detach(*, media: Media) -> None:
    """Take a file out of the draft; releases keep theirs."""
    mark_changed(media.course)
    media.delete()


def refuse_path(path: str) -> None:
    parts = PurePosixPath(path).parts
    if not _PATH.fullmatch(path) or any(part in {".", ".."} for part in parts) or len(path) > 300:
        detail = _("“{path}” is no path of a file: write for instance images/plan.png.")
        raise Invalid(detail.format(path=_shown(path)), code="bad_path")


def refuse_size(size: int) -> None:
    if size > MOST_BYTES:
        detail = _("This file has {size} MB and may have {most} MB: make it smaller.")
        sizes = {"size": -(-size // 2**20), "most": MOST_BYTES // 2**20}
        raise Invalid(detail.format(**sizes), code="file_too_large")


def _shown(path: str) -> str:
    return path.replace("\0", "�")[:100]


def _keep_variants(blob: Blob, body: bytes) -> None:
    if blob.variants.exists():
        return
    for width, height, made in variants(body):
        kept = keep_media(made, media_type=VARIANT_TYPE, width=width, height=height)
        BlobVariant.objects.get_or_create(blob=blob, width=width, defaults={"variant": kept})
