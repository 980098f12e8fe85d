"""What a certificate prints is what its fonts can: nothing missing, nothing invisible."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.certificates.glyphs import _covered, printable


@pytest.mark.parametrize(
    ("given_name", "printed"),
    [
        ("Zoé Lefèvre-Çelik", "Zoé Lefèvre-Çelik"),
        ("Zoe\u0301", "Zoé"),
        ("Ægir Þórsson", "Ægir Þórsson"),
        ("Γιώργος", "Γιώργος"),
        ("Ольга", "Ольга"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("Anne 😀 Roy", "Anne Roy"),
        ("\u202eeve\u200b", "eve"),
        ("张伟", ""),
        ("  Anne\n\tRoy ", "Anne Roy"),
        ("A\x00\x1bB", "AB"),
    ],
)
def test_names(given_name: str, printed: str) -> None:
    assert printable(given_name) == printed


@given(st.text())
def test_every_letter_left_has_a_glyph(text: str) -> None:
    assert set(map(ord, printable(text))) <= _covered() | {32}


@given(st.text())
def test_printing_twice_is_printing_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_the_fonts_hold_every_letter_of_the_languages_of_europe() -> None:
    wanted = [
        chr(code)
        for code in (*range(0xC0, 0x180), *range(0x391, 0x3CF), *range(0x410, 0x450))
        if unicodedata.category(chr(code)).startswith("L")
    ]
    missing = [letter for letter in wanted if ord(letter) not in _covered()]
    assert missing == []
