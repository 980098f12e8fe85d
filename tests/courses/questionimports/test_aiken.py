"""Aiken: a question, choices, an answer; what does not fit is left out with its line."""

import pytest

from courses.questionimports import aiken
from courses.questionimports.formats import FORMATS, read_questions

GOOD = """What is the correct answer to this question?
A. Is it this one?
B. Maybe this *answer*?
C) Possibly this one?
ANSWER: C

Et ici ?
A) oui
B) non
ANSWER: A
"""


def test_questions_are_read_with_their_lines() -> None:
    found = aiken.read(GOOD, language="fr")
    assert (found.lines, found.left_out) == ((1, 7), ())
    first, second = found.questions
    assert [one.text for one in first.choices] == [
        "Is it this one?", r"Maybe this \*answer\*?", "Possibly this one?",
    ]  # fmt: skip
    assert [one.is_correct for one in first.choices] == [False, False, True]
    assert [one.is_correct for one in second.choices] == [True, False]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Qui ?\nANSWER: A", "no choices"),
        ("Qui ?\nA. un\nB. deux\nANSWER: D", "none of its choices"),
        ("Qui ?\nA. un\nB. deux\nANSWER:", "none of its choices"),
        ("Qui ?\nA. un\nB. deux", "no line “ANSWER: …”"),
        ("Qui ?\nA. un\nA. deux\nANSWER: A", "letter A"),
        ("Qui\ndonc ?\nA. un\nB. deux\nANSWER: A", "on one line"),
        ("Qui ?\nA. un\nANSWER: A", "two choices or more"),
        ("Qui ?\nA. un\nB. deux\nretour\nANSWER: A", "no line “ANSWER: …”"),
    ],
)
def test_what_cannot_be_asked_is_left_out_with_line_and_reason(text: str, reason: str) -> None:
    found = aiken.read(f"{GOOD}\n{text}\n\n{GOOD}", language="fr")
    assert found.left_out[0].line == 12
    assert reason in found.left_out[0].detail
    assert len(found.questions) == 4


def test_it_is_told_from_gift_by_its_marks() -> None:
    assert len(read_questions(GOOD.encode(), language="fr").questions) == 2
    names = [one.name for one in FORMATS if one.looks_like(GOOD)]
    assert names == ["aiken"]
