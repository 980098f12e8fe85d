"""Owns the pictures of certificates: logos and signatures, made small PNG, kept by digest."""

import hashlib
import io
import zlib
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageOps

from campus.errors import Invalid
from workers.certificates.models import Picture

MOST_BYTES: Final = 5_000_000
_MOST_PIXELS: Final = 25_000_000
_FORMATS: Final = ("PNG", "JPEG", "WEBP")
_UNREADABLE: Final = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, zlib.error)
# What a picture may weigh in a PDF, so that one with a logo and four signatures stays below 150 kB.
_LOGO, _LOGO_WEIGHT = (640, 320), 24_000
_SIGNATURE, _SIGNATURE_WEIGHT = (420, 130), 6_000
_FAINTEST: Final = 24
_LEVELS: Final = 16


def keep_logo(body: bytes) -> Picture:
    """Raises Invalid for what is no picture, or too large a one."""
    image = _opened(body)
    image.thumbnail(_LOGO, Image.Resampling.LANCZOS)
    return _kept(_light(image, _LOGO_WEIGHT))


def keep_signature(body: bytes) -> Picture:
    """Ink on nothing: white paper of a scan falls away. Raises Invalid as `keep_logo` does."""
    image = _inked(_opened(body))
    image.thumbnail(_SIGNATURE, Image.Resampling.LANCZOS)
    return _kept(_light(image, _SIGNATURE_WEIGHT))


def _opened(body: bytes) -> Image.Image:
    if len(body) > MOST_BYTES:
        raise Invalid(_("The picture is larger than 5 MB."), code="picture_too_large")
    try:
        image = Image.open(io.BytesIO(body), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise Invalid(
                _("The picture has more than 25 million pixels."), code="picture_too_large"
            )
        return ImageOps.exif_transpose(image).convert("RGBA")
    except _UNREADABLE as error:
        detail = _("This is no picture that can be read: send a PNG, JPEG or WebP file.")
        raise Invalid(detail, code="no_picture") from error


def _inked(image: Image.Image) -> Image.Image:
    """One colour, that of the ink; how much of it stands where is the picture."""
    on_white = Image.new("RGBA", image.size, "white")
    on_white.alpha_composite(image)
    ink = ImageChops.invert(on_white.convert("L"))
    ink = ImageOps.autocontrast(ink.point(lambda level: 0 if level < _FAINTEST else level))
    box = ink.getbbox()
    if box is None:
        raise Invalid(_("Nothing is drawn on this picture."), code="empty_picture")
    drawn = Image.new("RGBA", image.size, _colour(on_white.convert("RGB"), ink))
    drawn.putalpha(ink)
    return drawn.crop(box)


def _colour(image: Image.Image, ink: Image.Image) -> tuple[int, int, int]:
    """The mean of where the ink is thickest."""
    thick = ink.point(lambda level: 255 if level > 200 else 0)
    place = Image.new("RGB", image.size)
    place.paste(image, mask=thick)
    count = thick.histogram()[255] or 1
    sums = [
        sum(level * n for level, n in enumerate(band.histogram(thick))) for band in place.split()
    ]
    red, green, blue = (min(total // count, 120) for total in sums)
    return red, green, blue


def _light(image: Image.Image, most: int) -> Image.Image:
    """With fewer colours, then smaller, until it weighs no more than it may."""
    if _weight(image) > most:
        image = _coarse(image)
    while _weight(image) > most:
        image = image.resize(
            (max(1, image.width * 4 // 5), max(1, image.height * 4 // 5)), Image.Resampling.LANCZOS
        )
        image = _coarse(image)
    return image


def _coarse(image: Image.Image) -> Image.Image:
    """Few colours and few degrees of transparency, which pack well."""
    step = 256 // _LEVELS
    alpha = image.getchannel("A").point(lambda level: min(255, level // step * 255 // 15))
    plain = image.convert("RGB").quantize(64, dither=Image.Dither.NONE).convert("RGB")
    # Colours that nobody sees still weigh.
    clear = Image.new("RGB", image.size)
    clear.paste(plain, mask=alpha.point(lambda level: 255 if level else 0))
    clear.putalpha(alpha)
    return clear


def _weight(image: Image.Image) -> int:
    colours = zlib.compress(image.convert("RGB").tobytes())
    return len(colours) + len(zlib.compress(image.getchannel("A").tobytes()))


def _kept(image: Image.Image) -> Picture:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    body = out.getvalue()
    picture, _made = Picture.objects.get_or_create(
        digest=hashlib.sha256(body).hexdigest(),
        defaults={
            "media_type": "image/png",
            "body": body,
            "width": image.width,
            "height": image.height,
        },
    )
    return picture
