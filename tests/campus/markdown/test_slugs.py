"""Names of headings as addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.markdown.slugs import matching_anchor, slug, unused


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cas 2 - La structure", "cas-2-la-structure"),
        ("À quoi ça sert ?", "a-quoi-ca-sert"),
        ("L’œuvre", "l-oeuvre"),
        ("??", ""),
    ],
)
def test_a_slug_is_plain_words_and_hyphens(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


def test_a_taken_name_gets_a_number() -> None:
    assert unused("a", {"b"}) == "a"
    assert unused("a", {"a", "a-2"}) == "a-3"


def test_the_letter_counts_before_the_likeness() -> None:
    assert matching_anchor("Été", {"Été", "ete"}) == "Été"
    assert matching_anchor("Été", {"ete"}) == "ete"
    assert matching_anchor("hiver", {"ete"}) is None
