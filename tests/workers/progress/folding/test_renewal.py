"""A renewal begins a work anew; what an earlier period came to is not lost by it."""

from dataclasses import replace
from functools import reduce

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campus.ids import new_registration
from campus.records.appending import append
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from tests import world
from tests.workers.progress.said import ENROLLED, an_id, day
from tracks.models import StepState, TrackEnrolment
from workers.progress.models import Progress
from workers.progress.proving.verifying import verify
from workers.progress.rules.steps import RevisionRule, Standing, StepRule, renewed
from workers.progress.rules.tracks import decide_track

STEP, WORK = an_id(11), an_id(20)
RULE = StepRule(STEP, "course", 60, required=True, work=WORK)


def a_period(done: int = 0, *, on: int | None = None, release: int = 1) -> Standing:
    """Of 40 minutes; completed on a day, or begun where anything of it is done."""
    return Standing(
        minutes_done=40 if on is not None else done,
        minutes=40,
        completed_at=None if on is None else day(on),
        release_number=release,
        has_begun=done > 0 or on is not None,
        as_of=day(on or 0),
        position=on or 0,
        seconds=60,
    )


def step_after(*periods: Standing, asks: StepRule = RULE):
    standing = reduce(renewed, periods[1:], periods[0])
    return decide_track([RevisionRule(None, (asks,))], [ENROLLED], {WORK: standing})


def test_the_first_completion_stays_when_a_later_period_is_only_begun():
    decision, (step,) = step_after(a_period(on=3), a_period(10))
    assert (step.state, step.minutes_done, step.completed_at) == ("completed", 60, day(3))
    assert (decision.state, decision.completed_at) == ("completed", day(3))


def test_of_two_completions_the_first_counts():
    _decision, (step,) = step_after(a_period(on=3), a_period(on=8))
    assert step.completed_at == day(3)


def test_a_step_that_asks_for_a_newer_release_is_done_by_the_period_that_read_it():
    asks = replace(RULE, release_at_least=2)
    _decision, (step,) = step_after(a_period(on=3), a_period(on=8, release=2), asks=asks)
    assert step.completed_at == day(8)
    _decision, (older,) = step_after(a_period(on=3), a_period(on=8), asks=asks)
    assert older.completed_at is None


def test_a_step_done_in_part_is_as_far_as_the_better_period():
    for periods in ((a_period(30), a_period(10)), (a_period(10), a_period(30))):
        _decision, (step,) = step_after(*periods)
        assert (step.state, step.minutes_done) == ("in_progress", 45)


def test_the_time_spent_and_the_place_in_the_log_are_those_of_all_periods():
    decision, _steps = step_after(a_period(on=9), a_period(10))
    assert (decision.seconds, decision.as_of, decision.position) == (120, day(9), 9)


periods = st.builds(
    lambda done, on, release: a_period(done, on=on, release=release),
    st.integers(0, 39),
    st.none() | st.integers(0, 30),
    st.sampled_from((1, 2)),
)


@given(
    before=st.lists(periods, min_size=1, max_size=3),
    more=periods,
    at_least=st.none() | st.just(2),
    replaced=st.none() | st.integers(1, 29),
)
def test_another_period_never_makes_less_of_a_track(before, more, at_least, replaced):
    asks = replace(RULE, release_at_least=at_least)
    revisions = [RevisionRule(None, (asks,))]
    if replaced is not None:
        revisions = [RevisionRule(day(replaced), (RULE,)), *revisions]
    stood = reduce(renewed, before[1:], before[0])
    earlier, _steps = decide_track(revisions, [ENROLLED], {WORK: stood})
    later, _steps = decide_track(revisions, [ENROLLED], {WORK: renewed(stood, more)})
    assert later.minutes_done >= earlier.minutes_done
    assert later.seconds > earlier.seconds
    assert later.position >= earlier.position
    if earlier.completed_at:
        assert later.completed_at is not None
        assert later.completed_at <= earlier.completed_at


@pytest.mark.django_db(transaction=True)
def test_who_begins_a_second_period_keeps_her_completed_step(settle):
    of = world.a_team_with_a_track()
    first = world.finish(of.member, of.course)
    settle()
    hers = TrackEnrolment.objects.get(track=of.track, person=of.member)
    before = Progress.objects.get(registration=hers.registration)
    second = _begin_anew(first)
    settle()
    after = Progress.objects.get(registration=hers.registration)
    states = StepState.objects.get(enrolment=hers, step=of.step("course").step_id)
    assert states.state == "completed"
    assert (after.minutes_done, after.minutes) == (before.minutes_done, before.minutes)
    assert Progress.objects.get(registration=second.registration).minutes_done == 0
    assert verify().differences == []


def _begin_anew(first):
    """As a renewal will: another enrolment in the same work, and the record that says so."""
    second = type(first).objects.create(
        person=first.person,
        work_id=first.work_id,
        course=first.course,
        release=first.release,
        period=2,
        enrolled_at=timezone.now(),
    )
    record = NewRecord(
        id=new_registration(),
        learner=second.person_id,
        actor=second.person.actor,
        registration=second.registration,
        object_kind="course",
        object=second.course_id,
        release=second.release_id,
        verb="enrolled",
        occurred_at=timezone.now(),
        trust=Trust.OBSERVED,
    )
    append([record])
    return second
