"""My tracks, their steps as I stand with them, and my teams."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Enrolment
from courses.moving import Moving, move
from tests.api import Api, assert_problem
from tests.courses.test_moving import another_release
from tests.world import a_learner, a_team, a_team_with_a_track
from tracks.models import RevisionStep
from tracks.teams import remove_member

pytestmark = pytest.mark.django_db


def test_leads_members_and_coaches_see_the_teams_track() -> None:
    of = a_team_with_a_track()
    for person in (of.lead, of.member, of.coach):
        (track,) = Api(person).results("/tracks")
        assert track["id"] == str(of.track.id)
        assert track["team"] == {"id": str(of.team.id), "name": of.team.name}
        assert (track["revision"], track["minutes"]) == (1, 240)
        assert (track["enrolment"] is None) == (person == of.coach)
        for reference in (of.track.id, of.track.slug):
            assert Api(person).get(f"/tracks/{reference}").json() == track


def test_others_do_not_see_it() -> None:
    of = a_team_with_a_track()
    other = a_team_with_a_track()
    for person in (a_learner(), other.lead, other.coach):
        assert all(t["id"] != str(of.track.id) for t in Api(person).results("/tracks"))
        assert_problem(Api(person).get(f"/tracks/{of.track.slug}"), 404, "not_found")
        assert_problem(Api(person).get(f"/tracks/{of.track.id}/steps"), 404, "not_found")


def test_who_left_the_team_sees_it_no_more() -> None:
    of = a_team_with_a_track()
    assert Api(of.member).results("/tracks")
    remove_member(membership=of.team.memberships.get(person=of.member))
    assert Api(of.member).results("/tracks") == []
    assert Api(of.member).results("/teams") == []


def test_steps_say_what_is_open_and_why() -> None:
    of = a_team_with_a_track(in_order=True)
    course, workshop = Api(of.member).results(f"/tracks/{of.track.slug}/steps")
    assert (course["kind"], course["unlocked"], course["state"]) == ("course", True, "not_started")
    assert course["course"] == str(of.course.id)
    assert (workshop["kind"], workshop["unlocked"]) == ("workshop", False)
    assert course["title"] in workshop["because"]
    assert workshop["due_at"] is None


def test_a_due_date_is_the_last_second_of_that_day_where_the_track_is() -> None:
    of = a_team_with_a_track()
    RevisionStep.objects.filter(revision__track=of.track).update(due_on="2026-12-18")
    step = Api(of.member).results(f"/tracks/{of.track.slug}/steps")[0]
    assert step["due_at"] == "2026-12-18T23:59:59+01:00"


def test_titles_are_in_the_readers_language_and_in_all_there_are() -> None:
    of = a_team_with_a_track()
    french = Api(of.member, language="fr").get(f"/tracks/{of.track.slug}").json()
    english = Api(of.member, language="en").get(f"/tracks/{of.track.slug}").json()
    assert (french["title"], english["title"]) == ("Mener son projet", "Running your project")
    assert french["titles"] == english["titles"]


def test_a_team_is_shown_to_its_people_by_name_and_role_without_addresses() -> None:
    of = a_team_with_a_track()
    response = Api(of.member).get(f"/teams/{of.team.id}")
    team = response.json()
    assert team == Api(of.member).results("/teams")[0]
    assert team["role"] == "member"
    assert [(m["name"], m["role"]) for m in team["members"]] == [
        ("Lina Costa", "lead"),
        ("Marc Roy", "member"),
        ("Chloé Petit", "coach"),
    ]
    assert team["tracks"] == [str(of.track.id)]
    assert b"@" not in response.content


def test_a_team_is_hidden_from_others() -> None:
    team = a_team().team
    for person in (a_learner(), a_team().lead):
        assert_problem(Api(person).get(f"/teams/{team.id}"), 404, "not_found")


def sign(person: Any, team: Any, outcome: str = "Sept démarches réunies.") -> Any:
    return Api(person).post(f"/teams/{team.id}/signature", {"outcome": outcome})


def test_the_coach_signs_once_and_nobody_else() -> None:
    of = a_team_with_a_track()
    assert_problem(sign(of.lead, of.team), 403, "not_the_coach")
    assert_problem(sign(of.member, of.team), 403, "not_the_coach")
    assert_problem(sign(a_team().coach, of.team), 404, "not_found")
    assert_problem(sign(of.coach, of.team, " "), 400, "outcome_missing")
    signed = sign(of.coach, of.team)
    assert signed.status_code == 200
    assert signed.json()["signed_by"] == "Chloé Petit"
    assert Api(of.member).get(f"/teams/{of.team.id}").json()["project"] == signed.json()
    assert_problem(sign(of.coach, of.team), 409, "already_signed")


def test_a_team_without_a_project_has_nothing_to_sign() -> None:
    of = a_team()
    of.project.delete()
    assert_problem(sign(of.coach, of.team), 404, "not_found")


@pytest.mark.parametrize("path", ["/teams?limit=100", "/tracks?limit=100", "/enrolments?limit=100"])
def test_the_number_of_queries_does_not_grow_with_the_list(path: str) -> None:
    from tracks.teams import add_member

    of = a_team_with_a_track()
    api = Api(of.lead)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            api.results(path)
        return len(asked)

    for_one = queries()
    for _ in range(5):
        add_member(team=a_team_with_a_track().team, person=of.lead)
    assert len(api.results(path)) >= 6
    assert queries() == for_one


@pytest.mark.parametrize("path", ["/tracks", "/teams", "/enrolments", "/progress", "/courses"])
def test_lists_give_what_has_changed_since(path: str) -> None:
    of = a_team_with_a_track()
    api = Api(of.member)
    everything = api.results(path)
    assert everything
    assert api.results(f"{path}?updated_since=2026-01-01T00:00:00Z") == everything
    assert api.results(f"{path}?updated_since=2999-01-01T00:00:00Z") == []
    assert_problem(api.get(f"{path}?updated_since=yesterday"), 400, "invalid")
    assert_problem(api.get(f"{path}?updated_since=2026-01-01T00:00:00"), 400, "invalid")


def test_leaving_coming_back_and_moving_are_changes() -> None:
    of = a_team_with_a_track()
    api = Api(of.member)
    row = Enrolment.objects.get(person=of.member)
    another_release(row.course)
    newer = row.course.releases.get(number=2)

    def is_told(after: Callable[[], object]) -> bool:
        Enrolment.objects.filter(id=row.id).update(changed_at="2020-01-01T00:00Z")
        since = "/enrolments?updated_since=2026-01-01T00:00:00Z"
        assert str(row.id) not in {e["id"] for e in api.results(since)}
        after()
        return str(row.id) in {e["id"] for e in api.results(since)}

    moving = [Moving(row.id, row.release_id, newer.id)]
    assert is_told(lambda: move(moving=moving, by=of.coach))
    assert is_told(lambda: api.delete(f"/enrolments/{row.id}"))
    assert is_told(lambda: api.post("/enrolments", {"course": row.course.slug}))
    assert not is_told(lambda: api.post("/enrolments", {"course": row.course.slug}))
