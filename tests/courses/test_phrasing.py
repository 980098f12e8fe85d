"""A question becomes one query of both languages' stems, and nothing in it is a command."""

import pytest

from courses.catalogue.phrasing import Stems, phrase

EVALUATE = Stems(["evalu"], ["evaluer"], ["evaluer"])
THE = Stems([], ["le"], ["le"])
NOTHING = Stems([], [], ["a"])


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ([EVALUATE], "(('evalu') | ('evaluer'))"),
        ([EVALUATE, THE], "(('evalu') | ('evaluer'))"),
        ([THE], "(('le'))"),
        ([NOTHING], "(('a'))"),
        ([], ""),
        ([Stems([], [], [])], ""),
        ([Stems(["a'b"], ["a\\b"], [])], "(('a''b') | ('a\\\\b'))"),
    ],
)
def test_each_word_is_tried_in_both_languages(words: list[Stems], query: str) -> None:
    assert phrase(words) == query


def test_weights_and_beginnings_are_asked_for_lexeme_by_lexeme() -> None:
    assert phrase([EVALUATE], weights="AB") == "(('evalu':AB) | ('evaluer':AB))"
    begun = phrase([Stems(["simpl"], ["simpl"], ["simpl"])], is_begun=True)
    assert begun == "(('simpl') | ('simpl':*))"
    assert phrase([Stems(["x"], ["x"], ["x"])], is_begun=True) == "(('x'))"
