"""How a quiz is graded: a table of cases, and what holds for all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.grading import Grade, grade

KEY = {"one": ["a"], "many": ["b", "c"]}

CASES = [
    ("all right", {"one": ["a"], "many": ["b", "c"]}, 2),
    ("all right in another order", {"many": ["c", "b"], "one": ["a"]}, 2),
    ("a choice named twice", {"one": ["a", "a"], "many": ["b", "c"]}, 2),
    ("one wrong", {"one": ["x"], "many": ["b", "c"]}, 1),
    ("one of two right choices", {"one": ["a"], "many": ["b"]}, 1),
    ("a wrong choice beside the right ones", {"one": ["a"], "many": ["b", "c", "d"]}, 1),
    ("every choice", {"one": ["a", "x"], "many": ["b", "c", "d"]}, 0),
    ("a question left out", {"one": ["a"]}, 1),
    ("a question without a choice", {"one": ["a"], "many": []}, 1),
    ("nothing", {}, 0),
    ("an unknown question", {"one": ["a"], "many": ["b", "c"], "new": ["z"]}, 2),
]


@pytest.mark.parametrize(
    ("response", "right"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_response_is_graded(response, right):
    assert grade(response, KEY) == Grade(right=right, questions=2)


@pytest.mark.parametrize(
    ("right", "questions", "mastery", "is_mastered"),
    [
        (7, 10, 0.7, True),
        (6, 10, 0.7, False),
        (2, 3, 2 / 3, True),
        (10, 10, 1.0, True),
        (9, 10, 1.0, False),
        (0, 10, 0.0, True),
        (0, 0, 0.0, False),
    ],
)
def test_mastery_is_reached_at_its_score(right, questions, mastery, is_mastered):
    assert Grade(right, questions).is_mastered(mastery) is is_mastered


choices = st.lists(st.sampled_from("abcd"), max_size=4)
keys = st.dictionaries(st.sampled_from("pqrs"), choices.filter(bool), min_size=1)
responses = st.dictionaries(st.sampled_from("pqrstu"), choices)


@given(key=keys, response=responses)
def test_a_score_lies_between_nothing_and_all(key, response):
    assert 0.0 <= grade(response, key).scaled <= 1.0


@given(key=keys)
def test_the_key_itself_scores_all(key):
    assert grade(key, key).scaled == 1.0


@given(key=keys, response=responses, seed=st.randoms())
def test_the_order_of_choices_does_not_matter(key, response, seed):
    turned = {q: seed.sample(chosen, len(chosen)) for q, chosen in response.items()}
    assert grade(turned, key) == grade(response, key)


@given(key=keys, response=responses)
def test_answering_one_more_question_right_never_lowers_the_score(key, response):
    before = grade(response, key)
    for question, right in key.items():
        assert grade(response | {question: right}, key).right >= before.right
