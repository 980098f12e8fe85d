"""Tracks as their followers see them, and the team's page as its lead and coach do."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from campus.accounts.models import User
from campus.records.models import LearningRecord
from tests.world import Followed, a_learner, a_team_with_a_track, finish
from tracks.models import TrackEnrolment
from workers.progress.folding.shards import fold_all

Browser = Callable[[User], Client]


@pytest.fixture
def of(db: None) -> Followed:
    return a_team_with_a_track(in_order=True)


def test_a_member_sees_her_track_and_what_opens_next(of: Followed, signed_in: Browser) -> None:
    browser = signed_in(of.member)
    assert of.team.name in browser.get("/fr/tracks").content.decode()
    steps = browser.get(f"/fr/tracks/{of.track.slug}").context["steps"]
    assert [(step.unlocked, step.is_next) for step in steps] == [(True, True), (False, False)]


def test_a_done_step_opens_the_next_one(of: Followed, signed_in: Browser) -> None:
    finish(of.member, of.course)
    fold_all()
    steps = signed_in(of.member).get(f"/fr/tracks/{of.track.slug}").context["steps"]
    assert [(step.is_done, step.is_next) for step in steps] == [(True, False), (False, True)]


def test_a_track_is_hidden_from_others(of: Followed, signed_in: Browser) -> None:
    assert signed_in(of.member).get(f"/fr/tracks/{of.track.slug}").status_code == 200
    assert signed_in(a_learner()).get(f"/fr/tracks/{of.track.slug}").status_code == 404


def test_the_teams_page_is_for_its_lead_and_coach(of: Followed, signed_in: Browser) -> None:
    address = f"/fr/teams/{of.team.id}"
    seen = [signed_in(who).get(address).status_code for who in (of.lead, of.coach, of.member)]
    assert seen == [200, 200, 404]


def test_the_lead_sees_the_number_the_member_sees(of: Followed, signed_in: Browser) -> None:
    finish(of.member, of.course)
    fold_all()
    hers = signed_in(of.member).get(f"/fr/tracks/{of.track.slug}").context["progress"]
    board = signed_in(of.lead).get(f"/fr/teams/{of.team.id}").context["boards"][0]
    shown = {row.person: row.progress.minutes_done for row in board.rows if row.progress}
    assert shown[of.member] == hers.minutes_done > 0


def test_the_lead_records_attendance_once_however_often_it_is_sent(
    of: Followed, signed_in: Browser
) -> None:
    form = _attendance(of, of.member)
    for _ in range(2):
        answer = signed_in(of.lead).post(f"/fr/teams/{of.team.id}/attendance", form)
        assert answer.status_code == 302
    assert LearningRecord.objects.filter(verb="attended", learner=of.member.id).count() == 1


def test_nobody_records_her_own_attendance(of: Followed, signed_in: Browser) -> None:
    answer = signed_in(of.lead).post(f"/fr/teams/{of.team.id}/attendance", _attendance(of, of.lead))
    assert answer.status_code == 403
    assert not LearningRecord.objects.filter(verb="attended").exists()


def test_a_member_records_nobodys_attendance(of: Followed, signed_in: Browser) -> None:
    answer = signed_in(of.member).post(
        f"/fr/teams/{of.team.id}/attendance", _attendance(of, of.lead)
    )
    assert answer.status_code == 404


def test_attendance_without_its_ids_is_refused(of: Followed, signed_in: Browser) -> None:
    form = _attendance(of, of.member) | {"at": "hier"}
    answer = signed_in(of.lead).post(f"/fr/teams/{of.team.id}/attendance", form)
    assert answer.status_code == 400


def test_the_coach_signs_the_outcome_and_the_lead_may_not(of: Followed, signed_in: Browser) -> None:
    form = {"outcome": "L’accueil est plus clair."}
    address = f"/fr/teams/{of.team.id}/outcome"
    assert signed_in(of.lead).post(address, form).status_code == 403
    assert signed_in(of.coach).post(address, form).status_code == 302
    of.project.refresh_from_db()
    assert of.project.signed_by == of.coach


def test_an_outcome_without_words_is_refused(of: Followed, signed_in: Browser) -> None:
    answer = signed_in(of.coach).post(f"/fr/teams/{of.team.id}/outcome", {"outcome": " "})
    assert answer.status_code == 400


def _attendance(of: Followed, person: User) -> dict[str, str]:
    enrolment = TrackEnrolment.objects.get(track=of.track, person=person)
    return {
        "step": str(of.step("workshop").step_id),
        "at": "2026-03-01T09:00:00+00:00",
        "attended": str(enrolment.id),
        f"record-{enrolment.id}": str(uuid4()),
    }
