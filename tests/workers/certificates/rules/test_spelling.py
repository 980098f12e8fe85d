"""A name stays as she writes it, without what cannot be seen or what deceives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.certificates.rules.spelling import cleaned, is_a_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Zoé Lefèvre-Çelik", "Zoé Lefèvre-Çelik"),
        ("Zoe\u0301", "Zoé"),
        ("  Awa \t\n Diop ", "Awa Diop"),
        ("Awa\u2028Diop", "Awa Diop"),
        ("Awa\u202eDiop\u202c", "AwaDiop"),
        ("Awa\u200b\ufeff Diop\x07", "Awa Diop"),
        ("A\u200dwa", "Awa"),
        ("مهین\u200cدخت", "مهین\u200cدخت"),
        ("محمد\u200f الأمين", "محمد الأمين"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("\u3164Awa\u2800", "Awa"),
        ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
        ("李小龍", "李小龍"),
        ("Awa 🎓", "Awa 🎓"),
        ("a" + "\u0310" * 30, "a" + "\u0310" * 4),
        ("\ue000Awa", "Awa"),
    ],
)
def test_a_name_is_kept_without_what_cannot_be_seen(written: str, kept: str) -> None:
    assert cleaned(written) == kept


@pytest.mark.parametrize("written", ["", "  ", "\u200b\u3164", "🎓", "...", "12", "\u0301"])
def test_what_has_no_letter_is_no_name(written: str) -> None:
    assert not is_a_name(cleaned(written))


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_hidden(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once == unicodedata.normalize("NFC", once)
    hidden = {"Cc", "Co", "Cs", "Cn", "Zl", "Zp"}
    assert not hidden & {unicodedata.category(letter) for letter in once}
    assert not set(once) & {"\u202e", "\u200b", "\u2066", "\ufeff"}
