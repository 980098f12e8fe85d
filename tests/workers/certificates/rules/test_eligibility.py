"""Requirements are compiled from the rules that decide progress, and met by the same records."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.certificates.rules.eligibility import (
    Record,
    Requirement,
    course_requirements,
    frozen,
    raised,
    records_for,
    thawed,
    track_requirements,
    unmet,
)
from workers.progress.rules.courses import LessonRule, decide_course, lesson_done
from workers.progress.rules.states import TRUSTS, State
from workers.progress.rules.steps import RevisionRule, StepRule

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
REGISTRATION, LESSON, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
MOVE_ON = ("Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable")


def state(object_: UUID, verb: str, trust: str = "declared", minutes: int = 0) -> State:
    at = NOW + timedelta(minutes=minutes)
    return State(object_, verb, trust, at, uuid4(), at)


states = st.lists(
    st.builds(
        state,
        st.sampled_from([LESSON, OTHER]),
        st.sampled_from(["completed", "passed", "failed", "experienced"]),
        st.sampled_from(TRUSTS),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=8,
)


@given(states, st.lists(st.sampled_from(MOVE_ON), min_size=1, max_size=2))
def test_the_evidence_meets_the_rule_exactly_when_progress_says_complete(
    said: list[State], move_ons: list[str]
) -> None:
    rules = [LessonRule(o, 5, m) for o, m in zip([LESSON, OTHER], move_ons, strict=False)]
    requirements = course_requirements(REGISTRATION, rules)
    evidence = records_for(requirements, {REGISTRATION: said})
    is_complete = decide_course(rules, said).state == "completed"
    assert (bool(requirements) and not unmet(requirements, evidence)) == is_complete


@pytest.mark.parametrize(
    ("verb", "trust"), list(product(["completed", "passed", "failed"], TRUSTS))
)
@pytest.mark.parametrize("move_on", MOVE_ON[:4])
def test_each_single_record_counts_as_progress_counts_it(
    move_on: str, verb: str, trust: str
) -> None:
    rule, said = LessonRule(LESSON, 5, move_on), [state(LESSON, verb, trust)]
    requirements = course_requirements(REGISTRATION, [rule])
    evidence = records_for(requirements, {REGISTRATION: said})
    assert (not unmet(requirements, evidence)) == (lesson_done(rule, said) is not None)


def test_a_record_of_another_enrolment_meets_nothing() -> None:
    requirement = Requirement(REGISTRATION, LESSON, (("completed", "declared"),))
    hers = Record(uuid4(), REGISTRATION, LESSON, "completed", "declared")
    anothers = Record(uuid4(), OTHER, LESSON, "completed", "declared")
    assert unmet([requirement], [anothers]) == [requirement]
    assert unmet([requirement], [hers]) == []


def test_a_clients_word_is_no_grade() -> None:
    requirement = Requirement(REGISTRATION, LESSON, (("passed", "graded"),))
    declared = Record(uuid4(), REGISTRATION, LESSON, "passed", "declared")
    assert unmet([requirement], [declared]) == [requirement]


def test_a_rule_survives_freezing() -> None:
    rules = [LessonRule(LESSON, 5, "CompletedOrPassed"), LessonRule(OTHER, 5, "Passed")]
    requirements = course_requirements(REGISTRATION, rules)
    assert thawed(frozen(requirements)) == requirements


WORKSHOP, COURSE, WORK = UUID(int=7), UUID(int=8), UUID(int=9)


def revision(*steps: StepRule, replaced: bool = False) -> RevisionRule:
    return RevisionRule(NOW if replaced else None, steps)


def workshop(*, required: bool = True) -> StepRule:
    return StepRule(WORKSHOP, "workshop", 60, required)


def test_a_workshop_asks_for_an_attested_attendance() -> None:
    (requirement,) = track_requirements(REGISTRATION, [revision(workshop())], {}, {})
    said = {REGISTRATION: [state(WORKSHOP, "attended", "attested")]}
    assert unmet([requirement], records_for([requirement], said)) == []
    said = {REGISTRATION: [state(WORKSHOP, "attended", "declared")]}
    assert unmet([requirement], records_for([requirement], said)) == [requirement]


def test_a_step_that_is_not_required_asks_for_nothing() -> None:
    assert track_requirements(REGISTRATION, [revision(workshop(required=False))], {}, {}) == []


def test_a_course_step_asks_for_what_her_own_release_asks() -> None:
    step = StepRule(COURSE, "course", 60, required=True, work=WORK)
    hers = [Requirement(OTHER, LESSON, (("completed", "declared"),))]
    assert track_requirements(REGISTRATION, [revision(step)], {WORK: hers}, {}) == hers


def test_a_course_she_does_not_follow_is_never_met() -> None:
    step = StepRule(COURSE, "course", 60, required=True, work=WORK)
    requirements = track_requirements(REGISTRATION, [revision(step)], {}, {})
    assert unmet(requirements, records_for(requirements, {})) == requirements != []


def test_a_step_done_under_an_earlier_revision_stays_done() -> None:
    old = StepRule(COURSE, "course", 60, required=True, work=WORK)
    new = StepRule(COURSE, "course", 60, required=True, work=UUID(int=10))
    works = {
        WORK: [Requirement(OTHER, LESSON, (("completed", "declared"),))],
        UUID(int=10): [Requirement(UUID(int=11), LESSON, (("completed", "declared"),))],
    }
    said = {OTHER: [state(LESSON, "completed")]}
    revisions = [revision(old, replaced=True), revision(new)]
    requirements = track_requirements(REGISTRATION, revisions, works, said)
    assert requirements == works[WORK]
    assert track_requirements(REGISTRATION, revisions, works, {}) == works[UUID(int=10)]


@pytest.mark.parametrize("least", TRUSTS)
def test_raising_asks_of_each_record_at_least_this_trust_and_never_less_than_before(
    least: str,
) -> None:
    asked = [Requirement(REGISTRATION, LESSON, (("completed", "declared"), ("passed", "graded")))]
    (higher,) = raised(asked, least)
    for (verb, before), (same, after) in zip(asked[0].any_of, higher.any_of, strict=True):
        assert verb == same
        assert TRUSTS.index(after) == max(TRUSTS.index(before), TRUSTS.index(least))


def test_what_was_declared_does_not_meet_what_must_be_observed() -> None:
    asked = [Requirement(REGISTRATION, LESSON, (("completed", "declared"),))]
    record = Record(LESSON, REGISTRATION, LESSON, "completed", "declared")
    assert unmet(raised(asked, "declared"), [record]) == []
    assert unmet(raised(asked, "observed"), [record]) == raised(asked, "observed")
