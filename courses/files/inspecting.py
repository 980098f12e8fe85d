"""Takes a file by its bytes, whatever its name says: what it is, and what of it may be served."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.files import captions, drawings, resizing, signatures
from courses.files.blobs import size_of
from courses.files.mediatypes import (
    PLAYED,
    RASTER,
    SVG,
    TEXTS,
    UNKNOWN,
    extension,
    is_image,
    media_type,
    named,
)

# An image is held whole to be looked at; a larger one would not be looked at by readers either.
MOST_BYTES_OF_IMAGE = 50 * 2**20
# Programs that look for them anywhere in a file would run what these begin.
_HIDDEN = re.compile(rb"<script[\s>]|<html[\s>]|<!doctype\s+html|<\?php|%PDF-1\.", re.I)
# Containers whose first bytes do not tell sound from film: there the name does.
_FILMS = {"video/mp4", "audio/mp4"}
_OGG = {"video/ogg", "audio/ogg"}
_DOCUMENTS = ("officedocument", "opendocument", "epub+zip")


@dataclass(frozen=True)
class Inspected:
    """`content` is what is to be kept: the bytes as given, or those of an image cleaned."""

    media_type: str
    content: bytes | Path
    width: int | None = None
    height: int | None = None


def inspect(name: str, content: bytes | Path) -> Inspected:
    """Raises Invalid, saying what to do, for bytes that are not what the name says or not only."""
    with _opened(content) as file:
        if not file.read(1):
            raise _refusal("empty_file", _("“{name}” is empty: choose it again."), name)
        kind = _type(name, file)
        if (
            kind not in (SVG, UNKNOWN)
            and not _is_archive(kind)
            and signatures.ends_as_archive(file)
        ):
            raise _two_in_one(name)
    if kind == captions.VTT:
        captions.refuse_unreadable(name, content)
    if not is_image(kind):
        return Inspected(kind, content)
    refuse_large_image(name, size_of(content))
    body = content if isinstance(content, bytes) else content.read_bytes()
    return _drawing(name, body) if kind == SVG else _picture(name, body, kind)


def refuse_beginning(name: str, head: bytes) -> None:
    """As soon as the first bytes are here: nobody sends two gigabytes to hear what they show."""
    _type(name, io.BytesIO(head), is_whole=False)


def refuse_large_image(name: str, size: int) -> None:
    if is_image(media_type(name)) and size > MOST_BYTES_OF_IMAGE:
        detail = _("The image “{name}” has {size} MB and may have {most} MB: make it smaller.")
        sizes = {"size": -(-size // 2**20), "most": MOST_BYTES_OF_IMAGE // 2**20}
        raise Invalid(detail.format(name=name, **sizes), code="file_too_large")


def _type(name: str, file: BinaryIO, *, is_whole: bool = True) -> str:
    """What it is served as. Raises Invalid where name and bytes disagree."""
    called = media_type(name)
    file.seek(0)
    head = file.read(signatures.HEAD)
    found = signatures.type_of(file) if is_whole else signatures.type_of_head(head)
    if called == UNKNOWN:
        return found if found in RASTER | PLAYED | {"application/pdf", "text/vtt"} else UNKNOWN
    if found == called or {found, called} <= RASTER or {found, called} <= _OGG:
        return found
    if {found, called} <= _FILMS:
        return called
    if called == SVG and found == UNKNOWN and b"<svg" in head:
        return SVG  # whether it is one, its reader says better
    if called in TEXTS and called != "text/vtt" and signatures.is_text(head):
        return called
    if signatures.fits(found, called) or (not is_whole and found == signatures.ZIP):
        return called
    if called == signatures.ZIP and _is_archive(found):
        return called
    raise _mismatch(name, found)


def _is_archive(kind: str) -> bool:
    return kind == signatures.ZIP or any(word in kind for word in _DOCUMENTS)


def _picture(name: str, body: bytes, kind: str) -> Inspected:
    if _HIDDEN.search(body):
        raise _two_in_one(name)
    try:
        seen = resizing.checked(body, kind)
    except resizing.TooManyPixels as error:
        detail = _("The image “{name}” has {width} × {height} pixels, too many: make it smaller.")
        said = detail.format(name=name, width=error.width, height=error.height)
        raise Invalid(said, code="too_many_pixels") from error
    except resizing.UnreadableImage as error:
        detail = _("The image “{name}” is damaged: open it, save it anew, then choose it again.")
        raise _refusal("damaged_image", detail, name) from error
    return Inspected(kind, seen.body, seen.width, seen.height)


def _drawing(name: str, body: bytes) -> Inspected:
    try:
        safe = drawings.cleaned(body)
    except drawings.UnsafeDrawing as error:
        detail = _(
            "The drawing “{name}” cannot be read or is too much to draw: save it as plain SVG, "
            "without a DTD, or as PNG."
        )
        raise _refusal("unsafe_drawing", detail, name) from error
    return Inspected(SVG, safe, *(drawings.size(safe) or (None, None)))


def _mismatch(name: str, found: str) -> Invalid:
    called = extension(name).upper()
    if found == UNKNOWN:
        detail = _("“{name}” is called {called}, but its content is not: check it, then try again.")
    else:
        detail = _(
            "“{name}” is called {called}, but its content is {found}: give it its right name, or "
            "choose another file."
        )
    said = detail.format(name=name, called=called, found=named(found))
    return Invalid(said, code="not_that_type")


def _two_in_one(name: str) -> Invalid:
    detail = _(
        "“{name}” holds something else beside what it shows: save the file anew, then choose it "
        "again."
    )
    return _refusal("two_files_in_one", detail, name)


def _refusal(code: str, detail: str, name: str) -> Invalid:
    return Invalid(detail.format(name=name), code=code)


def _opened(content: bytes | Path) -> BinaryIO:
    return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
