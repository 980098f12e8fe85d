"""Pictures are made plain, small PNG; what is no picture, or a bomb, is refused."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation
from PIL import Image

from campus.errors import Invalid
from tests.workers.certificates.drawings import a_logo, a_signature, png
from tests.workers.certificates.faces import LONGEST, dressed
from workers.certificates.models import Picture
from workers.certificates.pages.picturing import keep_logo, keep_signature
from workers.certificates.pages.rendering import pictures_of
from workers.certificates.pages.themes import BUILT_IN
from workers.certificates.pages.typesetting import typeset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(bytes(picture.body)))


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 90).convert("RGB")


def test_a_logo_becomes_a_small_png_of_its_shape() -> None:
    kept = keep_logo(a_logo(1600, 600))
    image = opened(kept)
    assert (image.format, image.size) == ("PNG", (kept.width, kept.height))
    assert kept.width <= 640
    assert kept.width / kept.height == pytest.approx(1600 / 600, abs=0.02)


def test_the_same_picture_is_kept_once() -> None:
    assert keep_logo(a_logo()) == keep_logo(a_logo())
    assert Picture.objects.count() == 1


def test_nothing_but_the_picture_stays_of_a_file() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.open(io.BytesIO(a_logo())).convert("RGB").save(out, "JPEG", exif=exif)
    assert b"taken at home" in out.getvalue()
    assert b"taken at home" not in bytes(keep_logo(out.getvalue()).body)


def test_the_paper_of_a_scanned_signature_falls_away() -> None:
    image = opened(keep_signature(a_signature(paper="white")))
    assert image.mode == "RGBA"
    assert image.getchannel("A").getextrema() == (0, 255)
    assert image.width <= 420


def test_a_signature_on_nothing_keeps_its_ink() -> None:
    image = opened(keep_signature(a_signature()))
    red, _green, blue, _alpha = image.split()
    assert max(blue.tobytes()) > max(red.tobytes())


def test_paper_without_ink_is_refused() -> None:
    with pytest.raises(Invalid, match="Nothing is drawn"):
        keep_signature(png(Image.new("RGB", (100, 100), "white")))


@pytest.mark.parametrize(
    "body",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", a_logo()[:200]],
    ids=["nothing", "text", "svg", "cut short"],
)
def test_what_is_no_picture_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid, match="no picture"):
        keep_logo(body)


def test_a_picture_that_would_fill_the_memory_is_refused_unread() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    bomb = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk
    bomb += struct.pack(">I", zlib.crc32(chunk)) + struct.pack(">I", 0) + b"IDAT"
    with pytest.raises(Invalid, match="25 million pixels"):
        keep_logo(bomb + struct.pack(">I", zlib.crc32(b"IDAT")))


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Invalid, match="5 MB"):
        keep_logo(b"\x89PNG" + bytes(5_000_001))


@pytest.mark.parametrize("theme", sorted(BUILT_IN))
def test_even_with_the_heaviest_pictures_a_page_is_below_150_kb(theme: str) -> None:
    logo = keep_logo(png(noise(1200, 500)))
    signature = keep_signature(png(noise(900, 300)))
    signed = tuple(one | {"signature": signature.digest} for one in LONGEST.signatories)
    face = dressed(LONGEST, theme, logo=logo.digest)
    face = replace(face, signatories=signed)
    pdf = typeset(
        face,
        credential="{}",
        issued_at=datetime(2026, 11, 20, tzinfo=UTC),
        pictures=pictures_of(face),
    )
    assert len(pdf) < 150_000
