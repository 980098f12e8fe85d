"""What of a question is shown and what is kept as its key, where both must fit each other."""

import pytest

from courses.compiling.drafts import DraftChoice, DraftLesson, DraftQuestion
from courses.compiling.questions import key_of, question_shown, unanswerable
from courses.rules.grading import read_key, right_response, share_of


def a_lesson(question: DraftQuestion) -> DraftLesson:
    return DraftLesson(None, "", "", "quiz", "", "", questions=(question,))


def key(question: DraftQuestion):
    return read_key(key_of(a_lesson(question)))["q"]


def matching(*pairs: tuple[str, str]) -> DraftQuestion:
    choices = (
        DraftChoice(f"left{at}", text, False, match=match, match_id=f"match{at}")
        for at, (text, match) in enumerate(pairs)
    )
    return DraftQuestion("q", "matching", "?", tuple(choices))


def test_what_goes_with_two_things_is_offered_once_and_right_for_both():
    question = matching(("Paris", "Europe"), ("Dakar", "Afrique"), ("Rome", "Europe"))
    shown = question_shown(question, str)
    assert sorted(one["text"] for one in shown["matches"]) == ["Afrique", "Europe"]
    offered = {one["text"]: one["id"] for one in shown["matches"]}
    given = [
        f"left0={offered['Europe']}", f"left1={offered['Afrique']}", f"left2={offered['Europe']}",
    ]  # fmt: skip
    assert share_of(given, key(question)) == 1.0


def test_a_decoy_is_offered_and_right_for_nothing():
    question = matching(("Paris", "Europe"), ("Dakar", "Afrique"), ("", "Asie"))
    shown = question_shown(question, str)
    assert [one["text"] for one in shown["choices"]] == ["Paris", "Dakar"]
    assert len(shown["matches"]) == 3
    assert len(right_response(key(question))) == 2


@pytest.mark.parametrize(("text", "is_answerable"), [("3,14", True), ("trois", False)])
def test_a_number_needs_answers_that_are_numbers(text, is_answerable):
    question = DraftQuestion("q", "number", "?", (DraftChoice("a", text, True),))
    faults = list(unanswerable(a_lesson(question)))
    assert (not faults) is is_answerable
