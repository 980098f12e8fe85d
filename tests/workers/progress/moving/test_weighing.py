"""What another release makes of what was done: pure, so tried on many releases and records."""

from hypothesis import given
from hypothesis import strategies as st

from tests.workers.progress.said import ENROLLED, an_id, passed, said
from workers.progress.moving.weighing import Number, compare, effect
from workers.progress.rules.courses import LessonRule, decide_course
from workers.progress.rules.states import State

LESSONS = [an_id(number) for number in range(1, 7)]
MOVE_ON = ("Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")

rules = st.builds(
    LessonRule, st.sampled_from(LESSONS), st.integers(0, 60), st.sampled_from(MOVE_ON)
)
releases = st.lists(rules, max_size=6, unique_by=lambda rule: rule.lesson)
records = st.lists(
    st.one_of(
        st.builds(said, st.just("completed"), st.sampled_from(LESSONS), st.integers(0, 9)),
        st.builds(passed, st.sampled_from(LESSONS), st.integers(0, 9)),
    ),
    max_size=8,
    unique_by=lambda state: (state.object, state.verb),
).map(lambda states: [ENROLLED, *states])


def test_a_lesson_that_stayed_counts_on_and_a_new_one_is_to_do() -> None:
    before = [LessonRule(LESSONS[0], 10, "Completed"), LessonRule(LESSONS[1], 10, "Completed")]
    after = [LessonRule(LESSONS[1], 15, "Completed"), LessonRule(LESSONS[2], 5, "Completed")]
    seen = effect([ENROLLED, said("completed", LESSONS[1])], before, after)
    assert seen.before == Number(10, 20, "in_progress")
    assert seen.after == Number(15, 20, "in_progress")
    lessons = compare(before, after)
    assert (lessons.same, lessons.new, lessons.gone) == (
        (LESSONS[1],), (LESSONS[2],), (LESSONS[0],),
    )  # fmt: skip
    assert lessons.weighs_otherwise == (LESSONS[1],)


def test_who_said_nothing_yet_has_done_nothing() -> None:
    seen = effect([], [LessonRule(LESSONS[0], 10, "Completed")], [])
    assert (seen.before, seen.after) == (Number(0, 10, "not_started"), Number(0, 0, "not_started"))


@given(records, releases, releases)
def test_the_number_after_is_the_one_the_fold_decides_by_that_release(
    states: list[State], before: list[LessonRule], after: list[LessonRule]
) -> None:
    seen, decided = effect(states, before, after), decide_course(after, states)
    assert seen.after == Number(decided.minutes_done, decided.minutes, decided.state)
    assert 0 <= seen.after.fraction <= 1


@given(records, releases, releases)
def test_going_there_and_back_gives_the_former_number(
    states: list[State], before: list[LessonRule], after: list[LessonRule]
) -> None:
    there, back = effect(states, before, after), effect(states, after, before)
    assert (back.before, back.after) == (there.after, there.before)


@given(records, releases)
def test_the_same_lessons_in_another_release_change_nobody_s_number(
    states: list[State], release: list[LessonRule]
) -> None:
    seen = effect(states, release, release[::-1])
    assert seen.before == seen.after


@given(releases, releases)
def test_every_lesson_is_the_same_new_or_gone(
    before: list[LessonRule], after: list[LessonRule]
) -> None:
    lessons = compare(before, after)
    assert {*lessons.same, *lessons.new} == {rule.lesson for rule in after}
    assert {*lessons.same, *lessons.gone} == {rule.lesson for rule in before}
    assert not {*lessons.new} & {*lessons.gone}
