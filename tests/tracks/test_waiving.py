"""A coach or trainer waives a step for one person, says why, and can take it back."""

from uuid import uuid4

import msgspec
import pytest

from campus.audit.noting import deeds_about
from campus.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.owed import claiming
from campus.records.models import LearningRecord
from campus.records.verbs import table
from campus.records.voiding import void
from tests import world
from tests.trainers import a_staff_member, a_trainer
from tracks.models import StepKind, StepState, TrackEnrolment
from tracks.waivers import undone, waivers_of
from tracks.waiving import take_back, waive
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS
from workers.progress.models import Progress
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db
WHY = "Elle anime cet atelier elle-même."


@pytest.fixture
def of() -> world.Followed:
    return world.a_team_with_a_track()


def hers(of: world.Followed) -> TrackEnrolment:
    return TrackEnrolment.objects.get(track=of.track, person=of.member)


def state(of: world.Followed, kind: str) -> str:
    return StepState.objects.get(enrolment=hers(of), step=of.step(kind).step_id).state


@pytest.mark.parametrize("kind", StepKind.values)
def test_any_kind_of_step_is_waived_and_counts_whole(of, kind):
    waive(by=of.coach, enrolment=hers(of), step=of.step(kind).step_id, reason=WHY)
    fold_all()
    assert state(of, kind) == "waived"
    assert Progress.objects.get(enrolment=hers(of).id).minutes_done == of.step(kind).minutes


def test_every_kind_of_step_has_its_row_which_no_client_may_send():
    rows = [row for row in table() if row.verb == "waived"]
    assert {(row.object, row.kind) for row in rows} == {("step", kind) for kind in StepKind.values}
    assert {row.said_by for row in rows} == {"campus"}


def test_the_record_says_who_and_why(of):
    id_ = waive(by=of.coach, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)
    record = LearningRecord.objects.get(id=id_)
    assert (record.trust, record.asserted_by) == ("attested", of.coach.id)
    told = msgspec.json.decode(record.statement)["result"]["extensions"]
    assert list(told.values()) == [WHY]


@pytest.mark.django_db(transaction=True)
def test_it_can_be_taken_back_and_said_again(of):
    step = of.step("workshop").step_id
    id_ = waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY)
    fold_all()
    void(records=[LearningRecord.objects.get(id=id_)], by=of.coach)
    fold_all()
    assert state(of, "workshop") == "not_started"
    waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY)
    fold_all()
    assert state(of, "workshop") == "waived"
    claiming.do_owed(TEAM_PROGRESS)
    assert verify().differences == []


def test_a_trainer_of_its_organisation_and_campus_staff_may(of):
    for by, kind in (
        (a_trainer(of.team.organisation), "workshop"),
        (a_staff_member(), "course"),
    ):
        assert waive(by=by, enrolment=hers(of), step=of.step(kind).step_id, reason=WHY)


def test_nobody_else_may(of):
    others = [of.lead, of.member, world.a_learner(), a_trainer(world.an_organisation())]
    for by in others:
        with pytest.raises(NotAllowed):
            waive(by=by, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)


def test_nobody_waives_her_own_steps(of):
    trainer = a_trainer(of.team.organisation)
    world.add_member(team=of.team, person=trainer)
    own = TrackEnrolment.objects.get(track=of.track, person=trainer)
    with pytest.raises(NotAllowed) as refused:
        waive(by=trainer, enrolment=own, step=of.step("workshop").step_id, reason=WHY)
    assert refused.value.code == "own_step"


def test_a_step_is_waived_once_and_with_a_reason(of):
    step = of.step("workshop").step_id
    with pytest.raises(Invalid):
        waive(by=of.coach, enrolment=hers(of), step=step, reason="  ")
    with pytest.raises(NotFound):
        waive(by=of.coach, enrolment=hers(of), step=uuid4(), reason=WHY)
    waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY)
    with pytest.raises(Conflict):
        waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY)


def test_who_left_is_spared_nothing(of):
    from tracks.enrolment import leave

    leave(enrolment=hers(of))
    with pytest.raises(Conflict):
        waive(by=of.coach, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)


def test_a_client_that_says_so_is_refused(of):
    item = world.an_item(hers(of).id, step=of.step("workshop").step_id, verb="waived")
    assert world.say(of.coach, item)[0].code == "verb_not_accepted"


def test_the_same_waiver_sent_twice_is_one(of):
    said, step = uuid4(), of.step("workshop").step_id
    for _again in range(2):
        assert waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY, record=said) == said
    assert [waiver.record for waiver in waivers_of([hers(of)])] == [said]
    course = of.step("course").step_id
    with pytest.raises(Conflict) as refused:
        waive(by=of.coach, enrolment=hers(of), step=course, reason=WHY, record=said)
    assert refused.value.code == "id_taken"


def test_what_was_taken_back_is_not_waived_by_sending_it_again(of):
    said, step = uuid4(), of.step("workshop").step_id
    waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY, record=said)
    take_back(by=of.coach, record=said)
    assert waivers_of([hers(of)]) == []
    with pytest.raises(Conflict):
        waive(by=of.coach, enrolment=hers(of), step=step, reason=WHY, record=said)


def test_only_who_may_waive_takes_back_and_once(of):
    id_ = waive(by=of.coach, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)
    for by in (of.member, of.lead, world.a_learner()):
        with pytest.raises(NotAllowed):
            take_back(by=by, record=id_)
    assert take_back(by=a_trainer(of.team.organisation), record=id_) == hers(of)
    with pytest.raises(NotFound):
        take_back(by=of.coach, record=id_)


def test_only_a_waiver_can_be_taken_back_so(of):
    joined = LearningRecord.objects.get(registration=hers(of).registration, verb="enrolled")
    with pytest.raises(NotFound):
        take_back(by=of.coach, record=joined.id)


def test_the_history_says_who_did_it_and_names_no_learner(of):
    id_ = waive(by=of.coach, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)
    take_back(by=of.coach, record=id_)
    deeds = list(deeds_about(of.track.pk))
    assert [one.deed for one in deeds] == ["step.asked_again", "step.waived"]
    assert {one.by for one in deeds} == {of.coach}
    assert of.member.name not in " ".join(one.title + str(one.detail) for one in deeds)


def test_what_may_be_waived_is_what_is_still_to_do_by_others(of):
    waive(by=of.coach, enrolment=hers(of), step=of.step("workshop").step_id, reason=WHY)
    left = {
        one.enrolment.person: [step.kind for step in one.steps]
        for one in undone(of.track, but=of.lead)
    }
    assert left == {of.member: ["course"]}
