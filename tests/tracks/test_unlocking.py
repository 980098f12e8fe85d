"""Which steps are open: a table of cases."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracks.unlocking import openings

A, B, C = (UUID(int=number) for number in (1, 2, 3))
REQUIRED = [(A, True), (B, True), (C, True)]
B_OPTIONAL = [(A, True), (B, False), (C, True)]

CASES = [
    ("out of order everything is open", REQUIRED, set(), False, [None, None, None]),
    ("in order only the first is open", REQUIRED, set(), True, [None, A, A]),
    ("the second opens after the first", REQUIRED, {A}, True, [None, None, B]),
    ("what is done stays open", REQUIRED, {C}, True, [None, A, None]),
    ("an optional step is not waited for", B_OPTIONAL, {A}, True, [None, None, None]),
    ("an optional step waits as others do", B_OPTIONAL, set(), True, [None, A, A]),
    ("all done, all open", REQUIRED, {A, B, C}, True, [None, None, None]),
    ("no steps", [], set(), True, []),
]


@pytest.mark.parametrize(
    ("steps", "done", "in_order", "waits"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_steps_open(steps, done, in_order, waits):
    found = openings(steps, done, in_order=in_order)
    assert [opening.waits_for for opening in found] == waits
    assert [opening.step for opening in found] == [step for step, _required in steps]


steps_and_done = st.lists(st.booleans(), max_size=6).flatmap(
    lambda required: st.tuples(
        st.just([(UUID(int=n + 1), r) for n, r in enumerate(required)]),
        st.sets(st.integers(1, max(len(required), 1)).map(lambda n: UUID(int=n))),
    )
)


@given(steps_and_done)
def test_something_is_always_open_to_go_on_with(case):
    steps, done = case
    found = openings(steps, done, in_order=True)
    undone = [step for step, required in steps if required and step not in done]
    if undone:
        assert any(o.is_unlocked for o in found if o.step in undone)


@given(steps_and_done)
def test_doing_more_never_closes_a_step(case):
    steps, done = case
    before = openings(steps, done, in_order=True)
    for more, _required in steps:
        after = openings(steps, done | {more}, in_order=True)
        for was, now in zip(before, after, strict=True):
            assert now.is_unlocked or not was.is_unlocked
