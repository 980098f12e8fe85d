"""White space is folded, and a blank that holds a line together goes on doing so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.certificates.checking.claims import claims
from workers.certificates.pages.glyphs import printable
from workers.certificates.rules.spacing import folded

CASES = [
    ("  a \t b\n", "a b"),
    ("équipe «\u00a0Courriers clairs\u00a0»", "équipe «\u00a0Courriers clairs\u00a0»"),
    ("Titre\u202f: tout", "Titre\u00a0: tout"),
    ("a \u00a0 b", "a b"),
    ("\u00a0a\u00a0", "a"),
    ("\u00a0", ""),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_it_is_folded_alike_on_the_page_and_on_paper(text: str, shown: str) -> None:
    assert folded(text) == printable(text) == shown
    assert dict(claims({"name": text})).get("title", "") == shown


@given(st.text(st.sampled_from("ab \u00a0\u202f\t\n\u2028")))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text).split() == text.split()
