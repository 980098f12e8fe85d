"""Images are served upright, without where they were taken, and in the widths screens need."""

import io
from typing import Any

import pytest
from PIL import Image

from courses.files import resizing
from courses.files.resizing import UnreadableImage, checked, variants

SIDES = (300, 200)
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}


def a_photograph(kind: str, orientation: int = 1, size: tuple[int, int] = SIDES) -> bytes:
    """Its upper left corner is white, all else black; it says where it was taken."""
    image = Image.new("RGB", size)
    image.paste((255, 255, 255), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "CANARI-APPAREIL"
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    more: dict[str, Any] = {"xmp": b"<x>CANARI-LIEU</x>"} if kind != "PNG" else {}
    image.save(made, kind, exif=exif.tobytes(), quality=95, **more)
    return made.getvalue()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_where_and_with_what_it_was_taken_is_not_served(kind: str, orientation: int) -> None:
    given = a_photograph(kind, orientation)
    assert b"CANARI" in given
    served = checked(given, KINDS[kind])
    assert b"CANARI" not in served.body
    assert b"Exif\0\0" not in served.body
    with Image.open(io.BytesIO(served.body)) as image:
        assert not dict(image.getexif())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("orientation", "size", "white"),
    [
        (1, (300, 200), (5, 5)),
        (2, (300, 200), (295, 5)),
        (3, (300, 200), (295, 195)),
        (4, (300, 200), (5, 195)),
        (5, (200, 300), (5, 5)),
        (6, (200, 300), (195, 5)),
        (7, (200, 300), (195, 295)),
        (8, (200, 300), (5, 295)),
    ],
)
def test_it_stands_upright_without_being_told(
    kind: str, orientation: int, size: tuple[int, int], white: tuple[int, int]
) -> None:
    served = checked(a_photograph(kind, orientation), KINDS[kind])
    assert (served.width, served.height) == size
    with Image.open(io.BytesIO(served.body)) as image:
        assert image.size == size
        corners = [(x, y) for x in (5, size[0] - 5) for y in (5, size[1] - 5)]
        bright = [at for at in corners if image.convert("L").getpixel(at) > 128]
    assert bright == [white]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_what_is_clean_stays_as_it_is(kind: str, orientation: int) -> None:
    """So a file that was exported and comes in again is the same file."""
    once = checked(a_photograph(kind, orientation), KINDS[kind])
    assert checked(once.body, KINDS[kind]).body == once.body


def test_an_upright_photograph_loses_no_pixel() -> None:
    given = a_photograph("JPEG")
    served = checked(given, "image/jpeg").body
    with Image.open(io.BytesIO(given)) as before, Image.open(io.BytesIO(served)) as after:
        assert before.tobytes() == after.tobytes()
    assert len(served) < len(given)


def test_colours_are_kept_and_what_follows_the_picture_is_cut_off() -> None:
    image = Image.new("RGB", SIDES, (200, 30, 30))
    made = io.BytesIO()
    profile = b"a profile of colours" * 10
    image.save(made, "JPEG", icc_profile=profile)
    served = checked(made.getvalue() + b"\0\0a phone's own notes", "image/jpeg")
    assert served.rest == b"\0\0a phone's own notes"
    assert served.body.endswith(b"\xff\xd9")
    with Image.open(io.BytesIO(served.body)) as after:
        assert after.info["icc_profile"] == profile


def test_an_animation_goes_on_moving() -> None:
    frames = [Image.new("RGB", SIDES, colour) for colour in ("red", "green", "blue")]
    for kind, media_type in (("GIF", "image/gif"), ("WEBP", "image/webp"), ("PNG", "image/png")):
        made = io.BytesIO()
        frames[0].save(made, kind, save_all=True, append_images=frames[1:])
        served = checked(made.getvalue(), media_type)
        with Image.open(io.BytesIO(served.body)) as image:
            assert image.n_frames == 3
        assert list(variants(made.getvalue())) == []


def noise(mode: str, size: tuple[int, int] = (1200, 600), kind: str = "PNG") -> bytes:
    drawn = Image.effect_noise((size[0] // 2, size[1] // 2), 60).resize(size)
    made = io.BytesIO()
    drawn.convert("RGB").convert(mode).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind", "widths"),
    [
        ("RGB", "PNG", [960, 480]),
        ("RGBA", "PNG", [960, 480]),
        ("L", "PNG", [960, 480]),
        ("CMYK", "JPEG", [960, 480]),
        # A palette takes fewer bytes than its own picture in colours, a little smaller.
        ("P", "PNG", [480]),
        ("P", "GIF", [480]),
    ],
)
def test_each_width_is_a_whole_picture(mode: str, kind: str, widths: list[int]) -> None:
    made = list(variants(noise(mode, kind=kind)))
    assert [(width, height) for width, height, _body in made] == [(w, w // 2) for w in widths]
    for width, height, body in made:
        with Image.open(io.BytesIO(body)) as image:
            image.load()
            assert (image.format, image.size) == ("WEBP", (width, height))


def test_what_is_transparent_stays_so() -> None:
    image = Image.new("RGBA", (1000, 500), (255, 0, 0, 0))
    image.paste(Image.effect_noise((400, 400), 50).convert("RGBA"), (0, 0))
    made = io.BytesIO()
    image.save(made, "PNG")
    for _width, _height, body in variants(made.getvalue()):
        with Image.open(io.BytesIO(body)) as smaller:
            assert smaller.convert("RGBA").getpixel((smaller.width - 2, 2))[3] == 0


def test_nothing_is_made_larger_in_pixels_or_bytes() -> None:
    assert list(variants(noise("RGB", (480, 240)))) == []
    flat = io.BytesIO()
    Image.new("RGB", (1000, 500), "white").save(flat, "PNG", optimize=True)
    for _width, _height, body in variants(flat.getvalue()):
        assert len(body) < len(flat.getvalue())


def test_the_same_picture_gives_the_same_widths() -> None:
    body = noise("RGB")
    assert list(variants(body)) == list(variants(body))


@pytest.mark.parametrize("kind", [*KINDS, "GIF"])
def test_no_cut_gets_through(kind: str) -> None:
    made = io.BytesIO()
    Image.effect_noise((200, 100), 60).convert("RGB").save(made, kind)
    media_type = KINDS.get(kind, "image/gif")
    for part in (0.05, 0.3, 0.6, 0.9):
        with pytest.raises(UnreadableImage):
            checked(made.getvalue()[: int(made.tell() * part)], media_type)


def test_too_many_pixels_are_known_before_any_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resizing, "MOST_PIXELS", 100)
    with pytest.raises(resizing.TooManyPixels):
        checked(noise("L", (20, 10)), "image/png")
