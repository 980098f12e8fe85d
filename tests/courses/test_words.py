"""How far a typing error lies from the word that was meant, and what is a word at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.words import distance, most_likely, words_asked, words_kept

LETTERS = st.text("abc", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("algorithme", "algorithme", 0),
        ("algoritme", "algorithme", 1),
        ("desgin", "design", 1),
        ("projt", "projet", 1),
        ("evalution", "evaluation", 1),
        ("chat", "projet", 4),
    ],
)
def test_a_slip_of_one_letter_is_one_away(one: str, other: str, far: int) -> None:
    assert distance(one, other, most=3) == far


@given(LETTERS, LETTERS)
def test_both_ways_are_as_far_and_only_the_same_is_no_way(one: str, other: str) -> None:
    there = distance(one, other, most=8)
    assert there == distance(other, one, most=8)
    assert (there == 0) == (one == other)
    assert distance(one, other, most=2) == min(there, 3)


@pytest.mark.parametrize(
    ("asked", "candidates", "meant"),
    [
        ("algoritme", ["logarithme", "algorithme"], "algorithme"),
        ("chat", ["projet"], None),
        ("design", ["design"], None),
        ("forme", ["formation"], None),
    ],
)
def test_the_nearest_word_is_meant_unless_none_is_near(
    asked: str, candidates: list[str], meant: str | None
) -> None:
    assert most_likely(asked, [(word, word) for word in candidates]) == meant


def test_a_question_is_its_words_once_each_whatever_signs_part_them() -> None:
    assert words_asked("L’usager, l'usager & (C++) 2026!") == ["l", "usager", "c", "2026"]
    assert words_asked("%_\\ '\":*|&!()<->") == ["_"]


def test_words_worth_keeping_are_spelled_plainly_beside_how_they_are_written() -> None:
    assert words_kept("L’évaluation, au Cœur de 2026.") == {
        "evaluation": "évaluation",
        "coeur": "cœur",
    }
