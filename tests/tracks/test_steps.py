"""What may be said of steps: a lead or coach attests a member's attendance, nobody her own."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.errors import NotAllowed
from campus.records.models import LearningRecord
from tests import world
from tests.world import an_item, say
from tracks import steps
from tracks.enrolment import leave
from tracks.models import Membership, StepState
from tracks.tailoring import revise
from tracks.teams import add_member, remove_member

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def of():
    return world.a_team_with_a_track()


@pytest.fixture
def enrolment(of):
    return of.track.enrolments.get(person=of.member)


def _attended(enrolment, step, **fields):
    return an_item(enrolment.id, step=step, verb="attended", **fields)


@pytest.mark.parametrize("who", ["coach", "lead"])
def test_a_lead_or_coach_says_that_a_member_attended(who, of, enrolment):
    person = getattr(of, who)
    receipt = say(person, _attended(enrolment, of.step("workshop").step_id))[0]
    assert receipt.status == "stored"
    record = LearningRecord.objects.get(verb="attended")
    assert (record.learner, record.registration) == (of.member.id, enrolment.registration)
    assert (record.trust, record.asserted_by) == ("attested", person.id)
    assert str(person.actor) in record.statement


def test_a_member_does_not_attest_her_own_attendance(of, enrolment):
    receipt = say(of.member, _attended(enrolment, of.step("workshop").step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "not_about_yourself")


def test_not_even_the_lead_attests_her_own(of):
    hers = of.track.enrolments.get(person=of.lead)
    receipt = say(of.lead, _attended(hers, of.step("workshop").step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "not_about_yourself")


def test_a_member_attests_nobody(of):
    leads = of.track.enrolments.get(person=of.lead)
    receipt = say(of.member, _attended(leads, of.step("workshop").step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "unknown_enrolment")


def test_the_coach_of_another_team_attests_nobody_here(of, enrolment):
    stranger = world.a_team().coach
    receipt = say(stranger, _attended(enrolment, of.step("workshop").step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "unknown_enrolment")


def test_a_coach_who_left_attests_nobody(of, enrolment):
    remove_member(membership=Membership.objects.get(person=of.coach))
    receipt = say(of.coach, _attended(enrolment, of.step("workshop").step_id))[0]
    assert receipt.code == "unknown_enrolment"


def test_nothing_more_is_attested_about_whoever_left_the_track(of, enrolment):
    leave(enrolment=enrolment)
    receipt = say(of.coach, _attended(enrolment, of.step("workshop").step_id))[0]
    assert receipt.code == "unknown_enrolment"
    add_member(team=of.team, person=of.member)
    assert say(of.coach, _attended(enrolment, of.step("workshop").step_id))[0].status == "stored"


def test_a_step_of_another_track_is_refused(of, enrolment):
    foreign = world.a_team_with_a_track().step("workshop")
    receipt = say(of.coach, _attended(enrolment, foreign.step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "foreign_step")


def test_a_course_step_is_not_attended(of, enrolment):
    receipt = say(of.coach, _attended(enrolment, of.step("course").step_id))[0]
    assert (receipt.status, receipt.code) == ("refused", "verb_not_accepted")


def test_a_step_that_a_revision_took_out_is_still_believed(of, enrolment):
    workshop = of.step("workshop").step_id
    revise(track=of.track, by=of.coach, steps=[])
    assert say(of.coach, _attended(enrolment, workshop))[0].status == "stored"


def test_a_form_sent_twice_is_one_record(of, enrolment):
    same = {
        "by": of.coach,
        "enrolment": enrolment.id,
        "step": of.step("workshop").step_id,
        "record_id": uuid4(),
        "at": DAY,
    }
    assert [steps.attest(**same).status for _ in range(2)] == ["stored", "duplicate"]


def test_a_form_of_somebody_else_says_why_not(of, enrolment):
    with pytest.raises(NotAllowed) as refused:
        steps.attest(
            by=of.member,
            enrolment=enrolment.id,
            step=of.step("workshop").step_id,
            record_id=uuid4(),
        )
    assert refused.value.code == "not_about_yourself"


def test_checking_costs_the_same_queries_for_any_number_of_claims(of, enrolment):
    from campus.records.checking import Claim

    step, counts = of.step("workshop").step_id, []
    for size in (1, 300):
        claims = [Claim(uuid4(), enrolment.id, step, "attended", DAY, None) for _ in range(size)]
        with CaptureQueriesContext(connection) as queries:
            steps.check(of.coach, claims)
        counts.append(len(queries))
    assert counts == [3, 3]


def test_step_states_are_kept_whole(of, enrolment):
    course, workshop = of.step("course").step_id, of.step("workshop").step_id

    def settle(*settled: steps.SettledStep) -> list[tuple]:
        steps.settle(enrolments={enrolment.id: 7}, settled=settled)
        rows = StepState.objects.filter(enrolment=enrolment).order_by("state")
        return list(rows.values_list("step", "state", "minutes_done", "completed_at"))

    done = steps.SettledStep(enrolment.id, course, "completed", 60, DAY)
    begun = steps.SettledStep(enrolment.id, workshop, "in_progress", 5, None)
    assert settle(done, begun) == [
        (course, "completed", 60, DAY),
        (workshop, "in_progress", 5, None),
    ]
    assert settle(done) == [(course, "completed", 60, DAY)]
    assert settle() == []


def test_settling_nobody_touches_nobody(of, enrolment):
    steps.settle(
        enrolments={enrolment.id: 7},
        settled=[steps.SettledStep(enrolment.id, of.step("course").step_id, "completed", 60, DAY)],
    )
    steps.settle(enrolments={}, settled=[])
    assert StepState.objects.count() == 1
