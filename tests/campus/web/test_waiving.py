"""A coach waives a step of a member on the site, says why, and can ask for it again."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from campus.accounts.models import User
from tests.world import Followed, a_team_with_a_track
from tracks.models import TrackEnrolment
from tracks.waivers import Waiver, waivers_of
from workers.progress.folding.shards import fold_all

Browser = Callable[[User], Client]
WHY = "Elle anime cet atelier elle-même."


@pytest.fixture
def of(db: None) -> Followed:
    return a_team_with_a_track()


def hers(of: Followed) -> TrackEnrolment:
    return TrackEnrolment.objects.get(track=of.track, person=of.member)


def page(of: Followed) -> str:
    return f"/fr/teams/{of.team.id}/tracks/{of.track.slug}/waive"


def form(of: Followed, **fields: str) -> dict[str, str]:
    what = f"{hers(of).pk}:{of.step('workshop').step_id}"
    return {"what": what, "reason": WHY, "record": str(uuid4())} | fields


def waived(of: Followed) -> list[Waiver]:
    return waivers_of([hers(of)])


def test_a_step_is_waived_once_however_often_the_form_is_sent(
    of: Followed, signed_in: Browser
) -> None:
    coach, sent = signed_in(of.coach), form(of)
    for _again in range(2):
        assert coach.post(page(of), sent).status_code == 302
    (waiver,) = waived(of)
    assert (waiver.reason, waiver.name) == (WHY, of.coach.name)


def test_without_a_reason_the_form_comes_back_as_it_was(of: Followed, signed_in: Browser) -> None:
    answer = signed_in(of.coach).post(page(of), form(of, reason=" "))
    assert answer.status_code == 400
    assert f'value="{form(of)["what"]}" selected' in answer.content.decode()
    assert waived(of) == []


@pytest.mark.parametrize("role", ["lead", "member"])
def test_only_the_coach_has_this_page(of: Followed, signed_in: Browser, role: str) -> None:
    browser = signed_in(getattr(of, role))
    refused = {"lead": 403, "member": 404}[role]
    assert browser.get(page(of)).status_code == refused
    assert browser.post(page(of), form(of)).status_code == refused
    assert waived(of) == []
    assert signed_in(of.coach).get(page(of)).status_code == 200


def test_an_enrolment_in_another_track_is_not_found(of: Followed, signed_in: Browser) -> None:
    other = a_team_with_a_track()
    answer = signed_in(other.coach).post(page(other), form(of))
    assert answer.status_code == 404
    assert waived(of) == []


def test_the_team_reads_who_waived_what_and_why(of: Followed, signed_in: Browser) -> None:
    signed_in(of.coach).post(page(of), form(of))
    fold_all()
    team, why = f"/en/teams/{of.team.id}", f"/en/teams/{of.team.id}/tracks/{of.track.slug}/why"
    for address in (team, why):
        text = signed_in(of.lead).get(address).content.decode()
        assert WHY in text
        assert of.coach.name in text
    again = f"/teams/{of.team.id}/waivers/{waived(of)[0].record}"
    assert again in signed_in(of.coach).get(team).content.decode()
    assert again not in signed_in(of.lead).get(team).content.decode()


def test_the_key_of_the_table_explains_the_marks_that_are_in_it(
    of: Followed, signed_in: Browser
) -> None:
    browser, address = signed_in(of.lead), f"/en/teams/{of.team.id}"
    assert browser.get(address).context["boards"][0].marks[3:] == []
    signed_in(of.coach).post(page(of), form(of))
    fold_all()
    answer = browser.get(address)
    assert answer.context["boards"][0].marks[3:] == ["waived"]
    key = answer.content.decode().split('class="grid-key"')[1].split("</ul>")[0]
    assert "mark--waived" in key
    assert "mark--completed" in key


def test_the_learner_reads_it_where_her_number_is_explained(
    of: Followed, signed_in: Browser
) -> None:
    signed_in(of.coach).post(page(of), form(of))
    fold_all()
    for address in (f"/en/tracks/{of.track.slug}/why", f"/en/tracks/{of.track.slug}"):
        text = signed_in(of.member).get(address).content.decode()
        assert f"{of.coach.name} waived this step on" in text
        assert WHY in text


def test_the_coach_asks_for_it_again(of: Followed, signed_in: Browser) -> None:
    coach = signed_in(of.coach)
    coach.post(page(of), form(of))
    again = f"/fr/teams/{of.team.id}/waivers/{waived(of)[0].record}"
    assert WHY in coach.get(again).content.decode()
    assert waived(of)
    assert signed_in(of.lead).post(again).status_code == 403
    assert coach.post(again).status_code == 302
    assert waived(of) == []
    assert coach.get(again).status_code == 404
