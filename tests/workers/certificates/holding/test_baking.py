"""A badge is a picture that any program shows, and carries its credential unharmed."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image

from campus.errors import Invalid
from tests.workers.certificates.faces import ZOE, dressed
from workers.certificates.holding import baking
from workers.certificates.pages.typesetting import draw_badge


@pytest.fixture(scope="module")
def picture() -> bytes:
    return draw_badge(dressed(ZOE, "pine"), credential="one", pictures={})


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def with_chunk(picture: bytes, kind: bytes, content: bytes) -> bytes:
    return picture[:33] + chunk(kind, content) + picture[33:]


def refused(body: bytes) -> str:
    start = time.process_time()
    with pytest.raises(Invalid) as refusal:
        baking.unbake(body)
    assert time.process_time() - start < 0.5
    return refusal.value.code


def test_what_was_baked_comes_out_again(picture: bytes, credential: str) -> None:
    assert baking.unbake(baking.bake_into(picture, credential)) == credential


def test_another_programs_reading_agrees(picture: bytes, credential: str) -> None:
    with Image.open(io.BytesIO(baking.bake_into(picture, credential))) as shown:
        shown.load()
        assert shown.size == (400, 400)
        assert shown.text["openbadgecredential"] == credential  # type: ignore[attr-defined]
        assert shown.mode == "RGBA"
        assert shown.getpixel((2, 2))[3] == 0  # type: ignore[index]


def test_the_same_credential_gives_the_same_badge_and_another_one_another(picture: bytes) -> None:
    assert draw_badge(dressed(ZOE, "pine"), credential="one", pictures={}) == picture
    assert draw_badge(dressed(ZOE, "pine"), credential="two", pictures={}) != picture


def test_the_text_is_not_compressed(picture: bytes, credential: str) -> None:
    assert credential.encode() in baking.bake_into(picture, credential)


@pytest.mark.parametrize("name", ["Zoé", "张伟", "😀", "a\nb"])
def test_any_letter_survives(picture: bytes, name: str) -> None:
    assert baking.unbake(baking.bake_into(picture, name)) == name


def test_a_picture_without_or_with_two_credentials_is_refused(picture: bytes) -> None:
    assert refused(picture) == "damaged"
    assert refused(baking.bake_into(baking.bake_into(picture, "{}"), "{}")) == "damaged"


def test_a_bomb_is_refused_before_it_grows(picture: bytes) -> None:
    packed = zlib.compress(b" " * 50_000_000, 9)
    text = b"openbadgecredential\0\1\0\0\0" + packed
    assert refused(with_chunk(picture, b"iTXt", text)) == "too_long"
    plain = b"openbadgecredential\0\0\0\0\0" + b" " * 300_000
    assert refused(with_chunk(picture, b"iTXt", plain)) == "too_long"


@pytest.mark.parametrize(
    "content",
    [
        b"openbadgecredential",
        b"openbadgecredential\0",
        b"openbadgecredential\0\1\0\0\0not packed",
        b"openbadgecredential\0\0\0\0\0\xff\xfe",
    ],
)
def test_a_damaged_chunk_is_refused(picture: bytes, content: bytes) -> None:
    assert refused(with_chunk(picture, b"iTXt", content)) == "damaged"


def test_a_changed_chunk_is_noticed(picture: bytes) -> None:
    whole = baking.bake_into(picture, '{"name": "Zoe"}')
    assert refused(whole.replace(b"Zoe", b"Eve")) == "damaged"


@pytest.mark.parametrize("cut", [0, 8, 20, 40, 60])
def test_what_is_cut_off_or_no_picture_is_refused(picture: bytes, cut: int) -> None:
    whole = baking.bake_into(picture, "{}")[:cut]
    assert refused(whole) == "damaged"
    assert refused(b"GIF89a" + whole) == "damaged"


def test_ten_thousand_chunks_are_read_in_bounded_time(picture: bytes) -> None:
    many = chunk(b"tEXt", b"Comment\0x") * 100_000
    assert refused(picture[:33] + many + picture[33:]) == "damaged"
