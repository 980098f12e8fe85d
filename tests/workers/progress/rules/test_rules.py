"""When something counts as done, and what fraction that makes: tables of cases, and properties."""

from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workers.progress.said import ENROLLED, an_id, day, passed, said
from workers.progress.models import Progress
from workers.progress.rules.courses import LessonRule, decide_course, lesson_done
from workers.progress.rules.states import State, is_withdrawn, merge
from workers.progress.rules.steps import RevisionRule, Standing, StepRule
from workers.progress.rules.tracks import decide_track

L, M, N = an_id(1), an_id(2), an_id(3)
COMPLETED, PASSED = said("completed", L, 1), passed(L, 2)

# move_on, what was said, on which day it was done (None: not)
MOVE_ON = [
    ("Completed", [COMPLETED], 1),
    ("Completed", [PASSED], None),
    ("Completed", [said("experienced", L), said("progressed", L)], None),
    ("Completed", [said("failed", L, trust="graded")], None),
    ("Completed", [], None),
    ("Passed", [PASSED], 2),
    ("Passed", [COMPLETED], None),
    ("Passed", [passed(L, 2, trust="declared")], None),
    ("Passed", [passed(L, 2, trust="observed")], None),
    ("Passed", [passed(L, 2, trust="attested")], 2),
    ("Passed", [said("failed", L, 3, trust="graded"), PASSED], 2),
    ("CompletedAndPassed", [COMPLETED, PASSED], 2),
    ("CompletedAndPassed", [COMPLETED], None),
    ("CompletedAndPassed", [PASSED], None),
    ("CompletedAndPassed", [COMPLETED, passed(L, 2, trust="declared")], None),
    ("CompletedOrPassed", [COMPLETED, PASSED], 1),
    ("CompletedOrPassed", [PASSED], 2),
    ("CompletedOrPassed", [COMPLETED], 1),
    ("CompletedOrPassed", [passed(L, 2, trust="declared")], None),
    ("NotApplicable", [COMPLETED, PASSED], None),
]


@pytest.mark.parametrize(("move_on", "states", "done_on"), MOVE_ON)
def test_a_lesson_is_done_as_its_release_says(move_on, states, done_on):
    done = lesson_done(LessonRule(L, 10, move_on), states)
    assert (done.first_at if done else None) == (None if done_on is None else day(done_on))


def test_of_two_trusts_the_earlier_counts():
    states = [passed(L, 5), passed(L, 3, trust="attested")]
    assert lesson_done(LessonRule(L, 10, "Passed"), states) == states[1]


RULES = [LessonRule(L, 10, "Completed"), LessonRule(M, 30, "Passed")]


def test_a_course_is_complete_when_its_last_lesson_is():
    decision = decide_course(RULES, [ENROLLED, said("completed", L, 1), passed(M, 4)])
    assert (decision.minutes_done, decision.minutes) == (40, 40)
    assert (decision.state, decision.completed_at) == ("completed", day(4))


def test_a_course_begun_counts_the_minutes_of_what_is_done():
    decision = decide_course(RULES, [ENROLLED, said("completed", L, 1)])
    assert (decision.minutes_done, decision.minutes, decision.state) == (10, 40, "in_progress")
    assert decision.completed_at is None


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([ENROLLED], "not_started"),
        ([ENROLLED, said("experienced", L)], "in_progress"),
        ([ENROLLED, said("withdrew", an_id(99), 2)], "withdrawn"),
        ([ENROLLED, said("completed", L, 1), said("withdrew", an_id(99), 2)], "withdrawn"),
        (
            [
                ENROLLED,
                said("completed", L, 1),
                passed(M, 1),
                said("withdrew", an_id(99), 2),
            ],
            "completed",
        ),
    ],
    ids=["enrolled", "opened", "left", "left half-way", "left when all was done"],
)
def test_a_course_has_a_state(states, state):
    assert decide_course(RULES, states).state == state


def test_coming_back_undoes_leaving():
    left = [ENROLLED, said("withdrew", an_id(99), 2)]
    back = [ENROLLED._replace(last_at=day(3), position=3), left[1]]
    assert (is_withdrawn(left), is_withdrawn(back)) == (True, False)


def test_the_last_word_is_the_last_in_the_log_whatever_the_clock_said():
    """The clock of the database was set back between leaving and coming again."""
    left = said("withdrew", an_id(99), 5)
    back = ENROLLED._replace(position=6)
    assert (back.last_at < left.last_at, is_withdrawn([left, back])) == (True, False)
    assert is_withdrawn([ENROLLED, left])


def test_a_course_in_which_nothing_counts_is_never_complete():
    decision = decide_course([LessonRule(L, 10, "NotApplicable")], [ENROLLED, COMPLETED])
    assert (decision.minutes_done, decision.minutes, decision.state) == (0, 0, "in_progress")


def test_what_is_said_of_lessons_of_no_release_of_hers_counts_nothing():
    decision = decide_course(RULES, [ENROLLED, said("completed", N, 1)])
    assert decision.minutes_done == 0


def test_as_of_is_when_the_last_record_was_stored():
    again = said("completed", L, 1)._replace(last_at=day(7))
    assert decide_course(RULES, [ENROLLED, again]).as_of == day(7)


# Tracks

A, B, GONE, WORK = an_id(11), an_id(12), an_id(13), an_id(20)
COURSE = StepRule(A, "course", 60, required=True, work=WORK)
WORKSHOP = StepRule(B, "workshop", 180, required=True)
TRACK = [RevisionRule(None, (COURSE, WORKSHOP))]


def a_standing(minutes_done: int = 0, *, done_on: int | None = None, release: int = 1) -> Standing:
    return Standing(
        minutes_done=minutes_done,
        minutes=40,
        completed_at=None if done_on is None else day(done_on),
        release_number=release,
        has_begun=minutes_done > 0 or done_on is not None,
        as_of=day(done_on or 0),
    )


def attended(step=B, at: int = 5, *, trust: str = "attested") -> State:
    return said("attended", step, at, trust=trust)


def test_a_track_is_complete_when_its_last_required_step_is():
    decision, steps = decide_track(TRACK, [ENROLLED, attended()], {WORK: a_standing(40, done_on=3)})
    assert (decision.minutes_done, decision.minutes) == (240, 240)
    assert (decision.state, decision.completed_at) == ("completed", day(5))
    assert [(step.step, step.state) for step in steps] == [(A, "completed"), (B, "completed")]


def test_a_course_half_done_gives_its_step_half_its_minutes():
    decision, steps = decide_track(TRACK, [ENROLLED], {WORK: a_standing(20)})
    assert (decision.minutes_done, decision.minutes, decision.state) == (30, 240, "in_progress")
    assert (steps[0].state, steps[0].minutes_done) == ("in_progress", 30)
    assert steps[1].state == "not_started"


def test_a_track_s_as_of_follows_its_courses():
    decision, _steps = decide_track(TRACK, [ENROLLED], {WORK: a_standing(40, done_on=6)})
    assert decision.as_of == day(6)


@pytest.mark.parametrize("trust", ["declared", "observed", "graded"])
def test_attendance_that_nobody_attests_is_no_attendance(trust):
    _decision, steps = decide_track(TRACK, [ENROLLED, attended(trust=trust)], {})
    assert steps[1].state == "not_started"


def test_an_optional_step_neither_counts_nor_holds_up():
    optional = [RevisionRule(None, (replace(COURSE, required=False), WORKSHOP))]
    decision, steps = decide_track(optional, [ENROLLED, attended()], {})
    assert (decision.minutes, decision.state) == (180, "completed")
    assert len(steps) == 2


@pytest.mark.parametrize(("release", "state"), [(1, "not_started"), (2, "completed")])
def test_a_step_may_ask_for_a_release_at_least(release, state):
    asks = [RevisionRule(None, (replace(COURSE, release_at_least=2),))]
    standing = replace(a_standing(40, done_on=3, release=release), has_begun=state == "completed")
    _decision, steps = decide_track(asks, [ENROLLED], {WORK: standing})
    assert steps[0].state == state


def test_a_step_done_under_a_revision_in_force_then_stays_done():
    """Revision 1 asked for the work; revision 2, from day 10, asks for another."""
    other = replace(COURSE, work=an_id(21))
    revisions = [RevisionRule(day(10), (COURSE,)), RevisionRule(None, (other,))]
    _decision, before = decide_track(revisions, [ENROLLED], {WORK: a_standing(40, done_on=9)})
    _decision, after = decide_track(revisions, [ENROLLED], {WORK: a_standing(40, done_on=10)})
    assert (before[0].state, after[0].state) == ("completed", "not_started")


def test_attendance_stored_after_a_step_was_taken_out_comes_too_late():
    revisions = [RevisionRule(day(4), (COURSE, WORKSHOP)), RevisionRule(None, (COURSE,))]
    _decision, in_time = decide_track(revisions, [ENROLLED, attended(at=3)], {})
    _decision, too_late = decide_track(revisions, [ENROLLED, attended(at=4)], {})
    assert [step.step for step in in_time] == [A, B]
    assert [step.step for step in too_late] == [A]


def test_a_removed_step_leaves_the_denominator_and_stays_listed_as_done():
    revisions = [RevisionRule(day(9), (COURSE, WORKSHOP)), RevisionRule(None, (COURSE,))]
    decision, steps = decide_track(
        revisions, [ENROLLED, attended(at=3)], {WORK: a_standing(40, done_on=8)}
    )
    assert (decision.minutes_done, decision.minutes, decision.state) == (60, 60, "completed")
    assert decision.completed_at == day(8)
    assert [(s.step, s.state, s.minutes_done) for s in steps][1] == (B, "completed", 180)


def test_a_step_that_came_back_counts_what_was_done_before():
    revisions = [
        RevisionRule(day(4), (WORKSHOP,)),
        RevisionRule(day(6), ()),
        RevisionRule(None, (WORKSHOP,)),
    ]
    decision, steps = decide_track(revisions, [ENROLLED, attended(at=3)], {})
    assert (decision.state, len(steps)) == ("completed", 1)


def test_a_track_without_steps_is_never_complete():
    decision, steps = decide_track([RevisionRule(None, ())], [ENROLLED], {})
    assert (decision.state, decision.minutes, steps) == ("not_started", 0, [])


def test_a_step_done_in_part_never_has_all_its_minutes():
    for done in range(40):
        _decision, steps = decide_track(TRACK, [ENROLLED], {WORK: a_standing(done)})
        assert steps[0].minutes_done < 60


@pytest.mark.parametrize(("state", "fraction"), [("not_started", 0.0), ("completed", 1.0)])
def test_without_minutes_the_state_makes_the_fraction(state, fraction):
    assert Progress(minutes_done=0, minutes=0, state=state).fraction == fraction


# Properties

VERBS = ("enrolled", "withdrew", "experienced", "completed", "passed", "failed")
TRUSTS = ("declared", "observed", "graded", "attested")


@st.composite
def records(draw, objects=(L, M, N)) -> State:
    """What one record says: first and last are the same moment."""
    at, number = day(draw(st.integers(0, 30))), draw(st.integers(1, 10_000))
    score = draw(st.none() | st.floats(0, 1))
    return State(
        draw(st.sampled_from(objects)),
        draw(st.sampled_from(VERBS)),
        draw(st.sampled_from(TRUSTS)),
        at,
        an_id(number),
        at,
        score,
    )


logs = st.lists(records(), min_size=1, max_size=25)
same_key = st.lists(records(objects=(L,)), min_size=3, max_size=3).map(
    lambda three: [state._replace(verb="completed", trust="declared") for state in three]
)
rules = st.lists(
    st.builds(
        LessonRule,
        st.sampled_from((L, M, N)),
        st.integers(0, 60),
        st.sampled_from(
            ("Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")
        ),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda rule: rule.lesson,
)


def fold(log: list[State]) -> frozenset[State]:
    """As the verification replays: one record at a time, merged by object, verb and trust."""
    states: dict[tuple, State] = {}
    for state in log:
        key = (state.object, state.verb, state.trust)
        states[key] = merge(states[key], state) if key in states else state
    return frozenset(states.values())


@given(same_key)
def test_merging_is_commutative_associative_and_idempotent(three):
    a, b, c = three
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, a) == a


@given(same_key)
def test_merging_keeps_the_earliest_the_latest_and_the_best(three):
    whole = reduce(merge, three)
    assert whole.first_at == min(state.first_at for state in three)
    assert whole.last_at == max(state.last_at for state in three)
    scores = [state.best_score for state in three if state.best_score is not None]
    assert whole.best_score == max(scores, default=None)


@given(log=logs, seed=st.randoms())
def test_neither_order_nor_repetition_changes_the_states(log, seed):
    again = [*log, *seed.sample(log, seed.randint(0, len(log)))]
    seed.shuffle(again)
    assert fold(again) == fold(log)


@given(log=logs, rules=rules)
def test_progress_lies_between_nothing_and_everything(log, rules):
    decision = decide_course(rules, list(fold(log)))
    assert 0 <= decision.minutes_done <= decision.minutes
    assert (decision.completed_at is not None) == (decision.state == "completed")
    if decision.state == "completed":
        assert decision.minutes_done == decision.minutes


@given(log=logs, more=logs, rules=rules)
def test_more_records_never_make_less_of_it(log, more, rules):
    before = decide_course(rules, list(fold(log)))
    after = decide_course(rules, list(fold([*log, *more])))
    assert after.minutes_done >= before.minutes_done
    assert not (before.state == "completed" and after.state != "completed")
    assert after.as_of >= before.as_of


@given(log=logs, rules=rules, seed=st.randoms())
def test_the_order_of_the_log_does_not_change_a_decision(log, rules, seed):
    turned = seed.sample(log, len(log))
    assert decide_course(rules, list(fold(turned))) == decide_course(rules, list(fold(log)))


standings = st.builds(
    lambda done, on: a_standing(40 if on is not None else done, done_on=on),
    st.integers(0, 39),
    st.none() | st.integers(0, 30),
)


@given(standing=standings, at=st.none() | st.integers(0, 30), replaced=st.integers(1, 29))
def test_a_track_s_steps_add_up_to_its_minutes(standing, at, replaced):
    states = [ENROLLED] if at is None else [ENROLLED, attended(at=at)]
    revisions = [RevisionRule(day(replaced), (COURSE, WORKSHOP)), RevisionRule(None, (COURSE,))]
    decision, steps = decide_track(revisions, states, {WORK: standing})
    counted = [step for step in steps if step.step == A]
    assert decision.minutes_done == sum(step.minutes_done for step in counted)
    assert 0 <= decision.minutes_done <= decision.minutes
