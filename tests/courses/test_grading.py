"""How a quiz is graded: tables of cases for each kind, and what holds for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.grading import (
    Grade,
    Mark,
    QuestionKey,
    grade,
    read_key,
    right_response,
    share_of,
)

SINGLE = QuestionKey("single", ["a"])
TRUE = QuestionKey("truefalse", ["yes"])
MULTIPLE = QuestionKey("multiple", ["a", "b"])
ORDER = QuestionKey("ordering", ["a", "b", "c", "d"])
PAIRS = QuestionKey("matching", ["a=1", "b=2", "c=3"])
TEXT = QuestionKey("text", ["t"], answers={"t": "données ouvertes", "w": "open source"})
NUMBER = QuestionKey("number", ["n"], answers={"n": "3.14"}, tolerances={"n": 0.01})


def partly(question: QuestionKey) -> QuestionKey:
    return QuestionKey(question.kind, question.right, partial=True)


CASES = [
    ("the right choice", SINGLE, ["a"], 1),
    ("it twice", SINGLE, ["a", "a"], 1),
    ("a wrong choice", SINGLE, ["x"], 0),
    ("two choices where one is asked for", SINGLE, ["a", "x"], 0),
    ("no choice", SINGLE, [], 0),
    ("true", TRUE, ["yes"], 1),
    ("false", TRUE, ["no"], 0),
    ("all right ones", MULTIPLE, ["b", "a"], 1),
    ("one of two", MULTIPLE, ["a"], 0),
    ("a wrong one beside", MULTIPLE, ["a", "b", "x"], 0),
    ("one of two, in part", partly(MULTIPLE), ["a"], 0.5),
    ("a right and a wrong one, in part", partly(MULTIPLE), ["a", "x"], 0),
    ("both and a wrong one, in part", partly(MULTIPLE), ["a", "b", "x"], 0.5),
    ("everything, in part", partly(MULTIPLE), ["a", "b", "x", "y"], 0),
    ("only wrong ones, in part", partly(MULTIPLE), ["x", "y"], 0),
    ("the right order", ORDER, ["a", "b", "c", "d"], 1),
    ("two exchanged", ORDER, ["b", "a", "c", "d"], 0),
    ("two exchanged, in part", partly(ORDER), ["b", "a", "c", "d"], 4 / 6),
    ("one at the other end, in part", partly(ORDER), ["d", "a", "b", "c"], 0),
    ("the reverse, in part", partly(ORDER), ["d", "c", "b", "a"], 0),
    ("half of the list, in part", partly(ORDER), ["a", "b"], 1 / 6),
    ("things twice or unknown, in part", partly(ORDER), ["a", "a", "b", "?", "c", "d"], 1),
    ("all pairs", PAIRS, ["c=3", "a=1", "b=2"], 1),
    ("one pair wrong", PAIRS, ["a=1", "b=3", "c=2"], 0),
    ("one of three right, in part", partly(PAIRS), ["a=1", "b=3", "c=2"], 1 / 3),
    ("every match for one, in part", partly(PAIRS), ["a=1", "a=2", "a=3"], 0),
    ("a pair of a decoy beside, in part", partly(PAIRS), ["a=1", "b=2", "c=9"], 2 / 3),
    ("the text", TEXT, ["Données  ouvertes"], 1),
    ("the text without accents", TEXT, ["donnees ouvertes"], 1),
    ("a text foreseen as wrong", TEXT, ["open source"], 0),
    ("two texts", TEXT, ["données ouvertes", "open source"], 0),
    ("the number", NUMBER, ["3,14"], 1),
    ("one within the tolerance", NUMBER, ["3.15"], 1),
    ("one beyond it", NUMBER, ["3.16"], 0),
    ("no number", NUMBER, ["pi"], 0),
]


@pytest.mark.parametrize(
    ("question", "given", "share"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_answer_earns_its_share(question, given, share):
    assert share_of(given, question) == pytest.approx(share)


@pytest.mark.parametrize(
    ("question", "given", "share"),
    [
        (QuestionKey("single", ["a"], credits={"b": 0.5}), ["b"], 0.5),
        (QuestionKey("single", ["a"], credits={"b": -0.5}), ["b"], 0.0),
        (QuestionKey("single", ["a"], credits={"b": 0.5}), ["a"], 1.0),
        (QuestionKey("multiple", ["a", "b"], credits={"x": -1.0}), ["a", "b", "x"], 0.0),
        (QuestionKey("multiple", ["a", "b"], credits={"x": 0.0}), ["a", "x"], 0.5),
        (QuestionKey("multiple", ["a", "b"], credits={"a": 0.7, "b": 0.3}), ["a"], 0.7),
        (QuestionKey("text", ["t"], answers={"t": "a", "p": "b"}, credits={"p": 0.5}), ["b"], 0.5),
        (
            QuestionKey(
                "number",
                ["n"],
                answers={"n": "10", "near": "10"},
                tolerances={"n": 1.0, "near": 5.0},
                credits={"near": 0.5},
            ),
            ["12"],
            0.5,
        ),
    ],
)
def test_a_credit_stands_in_place_of_the_usual_rule(question, given, share):
    assert share_of(given, question) == pytest.approx(share)


def test_points_weigh_questions():
    key = {"q": QuestionKey("single", ["a"], points=3.0), "r": QuestionKey("single", ["b"])}
    assert grade({"q": ["a"]}, key).scaled == 0.75
    assert grade({"r": ["b"]}, key).scaled == 0.25


def test_a_question_worth_nothing_does_not_count_unless_all_are():
    nothing = QuestionKey("single", ["a"], points=0.0)
    assert grade({"q": ["a"]}, {"q": nothing, "r": SINGLE}).scaled == 0.0
    assert grade({"q": ["a"]}, {"q": nothing, "r": nothing}).scaled == 0.5


def test_a_question_left_out_is_wrong_and_an_unknown_one_ignored():
    graded = grade({"q": ["a"], "new": ["z"]}, {"q": SINGLE, "r": MULTIPLE})
    assert (graded.right, graded.questions, graded.scaled) == (1, 2, 0.5)


def test_a_key_is_read_as_it_was_compiled():
    assert read_key({"q": {"kind": "single", "right": ["a"]}}) == {"q": SINGLE}
    assert read_key(None) == {}


@pytest.mark.parametrize(
    ("shares", "mastery", "is_mastered"),
    [
        ([1] * 7 + [0] * 3, 0.7, True),
        ([1] * 6 + [0] * 4, 0.7, False),
        ([1, 1, 0], 2 / 3, True),
        ([2 / 3] * 3, 2 / 3, True),
        ([1 / 3] * 10 + [1] * 5, 0.5555, True),
        ([1] * 10, 1.0, True),
        ([1] * 9 + [0.999], 1.0, False),
        ([0] * 10, 0.0, True),
        ([], 0.0, False),
    ],
)
def test_mastery_is_reached_at_its_score(shares, mastery, is_mastered):
    marks = {str(number): Mark(share, 1.0) for number, share in enumerate(shares)}
    assert Grade(marks).is_mastered(mastery) is is_mastered


names = st.sampled_from("abcdefgh")
points = st.floats(0.0, 10.0)


@st.composite
def questions(draw: st.DrawFn) -> QuestionKey:
    kind = draw(
        st.sampled_from(
            ["single", "truefalse", "multiple", "ordering", "matching", "text", "number"]
        )
    )
    most = 1 if kind in ("single", "truefalse", "text", "number") else 6
    right = draw(st.lists(names, min_size=1, max_size=most, unique=True))
    wrong = sorted(set("abcdefgh") - set(right))
    answers = {}
    if kind == "text":
        answers = {id_: f"réponse {id_}" for id_ in "abcdefgh"}
    if kind == "number":
        answers = {id_: str(number) for number, id_ in enumerate("abcdefgh")}
    if kind == "matching":
        right = [f"{left}={left.upper()}" for left in right]
    worth = draw(st.dictionaries(st.sampled_from(wrong), st.floats(-1.0, 1.0), max_size=3))
    return QuestionKey(
        kind, right, draw(points), draw(st.booleans()), answers=answers, credits=worth
    )


keys = st.dictionaries(st.sampled_from("pqrs"), questions(), min_size=1)
answers = st.lists(
    st.one_of(names, st.builds("{}={}".format, names, st.sampled_from("ABCDEFGH")), st.text()),
    max_size=8,
)
responses = st.dictionaries(st.sampled_from("pqrstu"), answers)


@given(key=keys, response=responses)
def test_a_score_lies_between_nothing_and_all(key, response):
    graded = grade(response, key)
    assert 0.0 <= graded.scaled <= 1.0
    assert all(0.0 <= mark.share <= 1.0 for mark in graded.marks.values())


@given(key=keys)
def test_the_key_itself_scores_all(key):
    graded = grade({id_: right_response(question) for id_, question in key.items()}, key)
    assert graded.scaled == pytest.approx(1.0)
    assert graded.right == graded.questions


@given(key=keys, response=responses, turned=st.randoms())
def test_the_order_of_questions_does_not_matter(key, response, turned):
    ids = turned.sample(list(key), len(key))
    again = {id_: response[id_] for id_ in reversed(list(response))}
    assert grade(again, {id_: key[id_] for id_ in ids}).scaled == pytest.approx(
        grade(response, key).scaled
    )


@given(
    right=st.lists(names, min_size=1, max_size=6, unique=True),
    given=st.lists(names),
    seed=st.randoms(),
)
def test_the_order_of_choices_does_not_matter(right, given, seed):
    question = QuestionKey("multiple", right, partial=True)
    assert share_of(seed.sample(given, len(given)), question) == share_of(given, question)


@given(key=keys, response=responses)
def test_answering_one_more_question_right_never_lowers_the_score(key, response):
    before = grade(response, key)
    for id_, question in key.items():
        after = grade(response | {id_: right_response(question)}, key)
        assert after.scaled >= before.scaled - 1e-9
        assert after.right >= before.right


@given(
    right=st.lists(names, min_size=1, max_size=6, unique=True),
    given=st.sets(names),
    partial=st.booleans(),
)
def test_choosing_one_more_right_thing_never_lowers_the_share(right, given, partial):
    question = QuestionKey("multiple", right, partial=partial)
    before = share_of(sorted(given), question)
    for id_ in right:
        assert share_of(sorted(given | {id_}), question) >= before


@given(right=st.permutations("abcdef"), given=st.permutations("abcdef"))
def test_putting_two_neighbours_right_never_lowers_the_share(right, given):
    question = QuestionKey("ordering", right, partial=True)
    before = share_of(given, question)
    for at in range(5):
        one, two = given[at : at + 2]
        if right.index(one) > right.index(two):
            better = [*given[:at], two, one, *given[at + 2 :]]
            assert share_of(better, question) >= before
