"""Images as they are served: decoded once to be sure, upright, without metadata, in some widths."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from courses.files.stripping import CutShort, stripped

WIDTHS = (480, 960, 1600)
# A photograph of 50 megapixels decoded is 150 MB for a moment; phones rarely go beyond.
MOST_PIXELS = 50_000_000
VARIANT_TYPE = "image/webp"

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
_QUALITY = {"JPEG": 92, "WEBP": 90, "AVIF": 85}
_VARIANT_QUALITY = 80
_ORIENTATION = 0x0112
# What decoders of the library raise for bytes that are no whole image.
_UNREADABLE = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError,
    RuntimeError, struct.error, zlib.error,
)  # fmt: skip
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Pillow only warns, and only on opening; the limit above is ours and is asked before decoding.
Image.MAX_IMAGE_PIXELS = None


class UnreadableImage(ValueError):
    """The bytes do not decode as the image they begin as."""


class TooManyPixels(ValueError):
    """Decoded it would fill the memory."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.width, self.height = width, height


@dataclass(frozen=True)
class Picture:
    """What is served of an image; `rest` is what followed its end, which is not."""

    body: bytes
    width: int
    height: int
    rest: bytes = b""


def checked(body: bytes, media_type: str) -> Picture:
    """The image as it may be served. Raises UnreadableImage, TooManyPixels.

    Its metadata go; what they said about which side is up is applied. The same again gives the
    same bytes.
    """
    try:
        parts = stripped(body, media_type)
        with _opened(body) as original:
            about = original.getexif()
            says_more = original.format == "AVIF" and (bool(about) or "xmp" in original.info)
        turn = _TURNS.get(about.get(_ORIENTATION, 1))
        # Opened anew: what a phone puts behind its picture would make it one of several.
        with _opened(parts.picture) as image:
            is_still = not getattr(image, "is_animated", False)
            picture = parts.picture
            if is_still and (turn is not None or says_more):
                picture = _saved(image, turn)
        width, height = _decoded(picture)
    except (*_UNREADABLE, CutShort) as error:
        if isinstance(error, TooManyPixels):
            raise
        raise UnreadableImage from error
    return Picture(picture, width, height, parts.rest)


def variants(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Width, height and WebP of each smaller size that is worth having; none of an animation.

    From the largest on, each made from the one before. `body` has been checked.
    """
    with _opened(body) as image:
        widths = [width for width in reversed(WIDTHS) if width < image.width]
        if not widths or getattr(image, "is_animated", False):
            return
        ratio = image.height / image.width
        image.draft("RGB", (widths[0], round(widths[0] * ratio)))
        drawn = _plain(image)
        profile = image.info.get("icc_profile") if image.mode in ("RGB", "RGBA") else None
    for width in widths:
        height = max(1, round(width * ratio))
        drawn = drawn.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        made = io.BytesIO()
        drawn.save(made, "WEBP", quality=_VARIANT_QUALITY, method=4, icc_profile=profile or b"")
        if made.tell() < len(body):
            yield width, height, made.getvalue()


def _opened(body: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(body), formats=_FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise TooManyPixels(image.width, image.height)
    return image


def _decoded(body: bytes) -> tuple[int, int]:
    """A JPEG is decoded at an eighth: all of its data are read, and little memory is used."""
    with _opened(body) as image:
        size = image.size
        image.draft("RGB", (1, 1))
        image.load()
        return size


def _saved(image: Image.Image, turn: Image.Transpose | None) -> bytes:
    kind = str(image.format)
    profile = image.info.get("icc_profile")
    drawn = image.copy() if turn is None else image.transpose(turn)
    drawn.info = {name: drawn.info[name] for name in ("transparency",) if name in drawn.info}
    made = io.BytesIO()
    quality = {"quality": _QUALITY[kind]} if kind in _QUALITY else {}
    drawn.save(made, kind, icc_profile=profile, **quality)
    return stripped(made.getvalue(), f"image/{kind.lower()}").picture


def _plain(image: Image.Image) -> Image.Image:
    """In the colours WebP has: transparency is kept, palettes and the printer's colours are not."""
    if image.mode in ("RGB", "RGBA"):
        image.load()
        return image.copy()
    has_alpha = image.has_transparency_data
    return image.convert("RGBA" if has_alpha else "RGB")
