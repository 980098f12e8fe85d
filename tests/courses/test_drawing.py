"""What an attempt asks: what the rules say, the same for the same seed, none twice."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules.drawing import drawn, shuffled
from courses.rules.quizrules import DrawRule, QuizRules

seeds = st.integers(0, 2**63 - 1)
names = st.lists(st.sampled_from("abcdefghij"), max_size=8, unique=True)
draws = st.builds(DrawRule, count=st.integers(1, 5), questions=names)
rules = st.builds(
    QuizRules,
    questions=names,
    draws=st.lists(draws, max_size=3),
    shuffles_questions=st.booleans(),
)


@given(rules=rules, seed=seeds)
def test_the_same_seed_draws_the_same_and_nothing_twice(rules, seed):
    asked = drawn(rules, seed)
    assert asked == drawn(rules, seed)
    assert len(asked) == len(set(asked)) <= rules.number_asked
    assert set(rules.questions) <= set(asked)
    assert set(asked) <= set(rules.questions).union(*(draw.questions for draw in rules.draws))


def test_a_draw_takes_as_many_as_it_says():
    rules = QuizRules(questions=["x"], draws=[DrawRule(count=3, questions=list("abcdefgh"))])
    counts = Counter(id_ for seed in range(400) for id_ in drawn(rules, seed)[1:])
    assert drawn(rules, 1)[0] == "x"
    assert sum(counts.values()) == 3 * 400
    assert set(counts) == set("abcdefgh"), "each is drawn some time"
    assert min(counts.values()) > 100, "about as often as the others"


def test_a_draw_from_many_leaves_the_few_to_the_other():
    many = DrawRule(count=3, questions=list("abcdef"))
    few = DrawRule(count=2, questions=["a", "b"])
    for seed in range(50):
        assert len(drawn(QuizRules(draws=[many, few]), seed)) == 5


def test_questions_stay_in_order_unless_the_rules_shuffle_them():
    asked = list("abcdefghij")
    assert drawn(QuizRules(questions=asked), 7) == asked
    turned = drawn(QuizRules(questions=asked, shuffles_questions=True), 7)
    assert turned != asked
    assert sorted(turned) == asked


@pytest.mark.parametrize("what", ["one", "other"])
def test_shuffling_keeps_everything(what):
    assert sorted(shuffled("abcdef", 3, what)) == list("abcdef")


def test_two_things_are_shuffled_apart():
    assert shuffled("abcdefgh", 3, "one") != shuffled("abcdefgh", 3, "other")
