"""Deciding about a step over the API: waived by a coach or trainer, read by the learner."""

from typing import Any
from uuid import uuid4

import pytest

from tests.api import Api, assert_problem
from tests.trainers import a_staff_member, a_trainer
from tests.world import Followed, a_learner, a_team_with_a_track, an_organisation
from tracks.models import TrackEnrolment
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db
WHY = "Elle anime cet atelier elle-même."


@pytest.fixture
def of() -> Followed:
    return a_team_with_a_track()


def hers(of: Followed) -> TrackEnrolment:
    return TrackEnrolment.objects.get(track=of.track, person=of.member)


def address(of: Followed) -> str:
    return f"/steps/{of.step('workshop').step_id}/decisions"


def asked(of: Followed, **fields: Any) -> dict[str, Any]:
    return {"enrolment": str(hers(of).id), "decision": "waive", "reason": WHY} | fields


def test_a_coach_waives_a_step_and_the_member_reads_who_and_why(of: Followed) -> None:
    made = Api(of.coach).post(address(of), asked(of))
    assert made.status_code == 201
    (read,) = Api(of.member).results(address(of))
    assert read == made.json()
    assert (read["decided_by"], read["reason"]) == (of.coach.name, WHY)
    fold_all()
    why = Api(of.member).get(f"/progress/{hers(of).id}/why").json()
    (said,) = why["interventions"]
    assert (said["what"], said["record"]) == ("waived", read["id"])
    (part,) = [part for part in why["parts"] if part["state"] == "waived"]
    assert (part["record"], part["counts"]) == (read["id"], part["of"])
    assert WHY in part["because"]


def test_sent_again_with_its_id_it_is_decided_once(of: Followed) -> None:
    body = asked(of, id=str(uuid4()))
    first, second = (Api(of.coach).post(address(of), body) for _again in range(2))
    assert first.json() == second.json()
    assert len(Api(of.coach).results(address(of))) == 1
    assert_problem(Api(of.coach).post(address(of), asked(of)), 409, "waived_already")


@pytest.mark.parametrize(
    ("person", "code"), [("member", "own_step"), ("lead", "not_coach_or_trainer")]
)
def test_neither_the_member_nor_the_lead_decides(of: Followed, person: str, code: str) -> None:
    assert_problem(Api(getattr(of, person)).post(address(of), asked(of)), 403, code)
    assert Api(of.coach).results(address(of)) == []


def test_a_trainer_of_the_team_s_organisation_and_campus_staff_do(of: Followed) -> None:
    for person in (a_trainer(of.team.organisation), a_staff_member()):
        made = Api(person).post(address(of), asked(of))
        assert made.status_code == 201
        gone = Api(person).delete(f"{address(of)}/{made.json()['id']}")
        assert gone.status_code == 204


def test_for_everybody_else_there_is_no_such_step(of: Followed) -> None:
    others = (a_learner(), a_trainer(an_organisation()), a_team_with_a_track().coach)
    for person in others:
        assert_problem(Api(person).post(address(of), asked(of)), 404, "not_found")
        assert_problem(Api(person).get(address(of)), 404, "not_found")


def test_a_member_reads_nothing_of_another_s(of: Followed) -> None:
    of_lead = TrackEnrolment.objects.get(track=of.track, person=of.lead)
    Api(of.coach).post(address(of), asked(of, enrolment=str(of_lead.id)))
    assert Api(of.member).results(address(of)) == []
    assert len(Api(of.lead).results(address(of))) == 1


def test_a_decision_is_taken_back_once(of: Followed) -> None:
    made = Api(of.coach).post(address(of), asked(of)).json()
    one = f"{address(of)}/{made['id']}"
    assert_problem(Api(of.lead).delete(one), 403, "not_coach_or_trainer")
    assert Api(of.coach).delete(one).status_code == 204
    assert_problem(Api(of.coach).delete(one), 404, "not_found")
    assert Api(of.member).results(address(of)) == []


def test_a_decision_without_a_reason_is_refused(of: Followed) -> None:
    assert Api(of.coach).post(address(of), asked(of, reason="")).status_code == 400
    assert Api(of.coach).post(address(of), asked(of, decision="forget")).status_code == 400
