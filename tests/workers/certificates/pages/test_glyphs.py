"""What a certificate prints is what its fonts can: nothing missing, nothing invisible."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.certificates.faces import a_face
from tests.workers.certificates.signedpages import NOW
from workers.certificates.pages.glyphs import _fonts, lost, printable
from workers.certificates.pages.typesetting import typeset


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
        ("محمد بن عبد الله", "محمد بن عبد الله"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("A\u200cnne", "Anne"),
        ("\u200fשרה לוי\u200f", "שרה לוי"),
        ("אֶסְתֵּר", "אֶסְתֵּר"),
        ("Անահիտ", "Անահիտ"),
        ("ნინო", "ნინო"),
        ("प्रिया", "प्रिया"),
        ("க்ஷ்ரேயா", "க்ஷ்ரேயா"),
        ("สมชาย", "สมชาย"),
        ("ሰላም", "ሰላም"),
        ("ش\u0951", "ش"),
        ("\u0301Zoé", "Zoé"),
        ("  Anne\n\tRoy ", "Anne Roy"),
        ("A\x00\x1bB", "AB"),
    ],
)
def test_names(given_name: str, printed: str) -> None:
    assert printable(given_name) == printed


@given(st.text())
def test_every_letter_left_has_a_glyph(text: str) -> None:
    assert set(map(ord, printable(text))) <= frozenset.union(*_fonts()) | {32}


@given(st.text())
def test_printing_twice_is_printing_once(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_the_fonts_hold_every_latin_greek_and_cyrillic_letter() -> None:
    """Of the blocks for living and old languages, capitals and small letters."""
    blocks = (range(0xC0, 0x2B0), range(0x370, 0x530), range(0x1E00, 0x2000), range(0x2C60, 0x2C80))
    coptic = range(0x3E2, 0x3F0)  # among the Greek, and not of it
    wanted = [
        chr(code)
        for block in blocks
        for code in block
        if unicodedata.category(chr(code)).startswith("L") and code not in coptic
    ]
    assert [letter for letter in wanted if lost(letter)] == []


def test_a_name_that_would_be_shown_otherwise_is_known_beforehand() -> None:
    assert not lost("Zoé  Lefèvre-Çelik")
    assert not lost("محمد بن عبد الله")
    assert lost("张伟")
    assert lost("Anne 😀 Roy")


# Letters of every script that the fonts have, their marks, joiners, and what they have not.
_ANY_SCRIPT = st.text(
    st.sampled_from(sorted(chr(code) for code in frozenset.union(*_fonts()) if code > 32))
    | st.sampled_from("\u0301\u05b4\u0651\u093f\u094d\u200c\u200d\u0e31 aאبकก")
    | st.characters(max_codepoint=0x2FFFF),
    max_size=30,
)


@settings(max_examples=60)
@given(_ANY_SCRIPT)
def test_typst_finds_a_glyph_for_whatever_is_left(name: str) -> None:
    """It refuses the page otherwise."""
    assert typeset(a_face(name), credential="{}", issued_at=NOW).startswith(b"%PDF")
