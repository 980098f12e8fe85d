"""Joining and leaving: once each, by whom it is open to, and shown to nobody else."""

from typing import Any

import pytest

from courses.models import CourseCompletion, Enrolment
from courses.releases.publishing import publish
from tests.api import Api, assert_problem
from tests.world import a_draft, a_learner, a_published_course, a_team_with_a_track, lessons_of

pytestmark = pytest.mark.django_db


def join(person: Any, **body: Any) -> Any:
    return Api(person).post("/enrolments", body)


@pytest.mark.parametrize("reference", ["slug", "id"])
def test_the_first_time_is_201_and_the_second_the_same_with_200(reference: str) -> None:
    course, learner = a_published_course(), a_learner()
    first = join(learner, course=str(getattr(course, reference)))
    second = join(learner, course=str(getattr(course, reference)))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    enrolment = Enrolment.objects.get()
    assert first.json() | {"enrolled_at": ""} == {
        "id": str(enrolment.id),
        "registration": str(enrolment.registration),
        "course": str(course.id),
        "release": 1,
        "period": 1,
        "state": "active",
        "enrolled_at": "",
        "withdrawn_at": None,
        "completed_at": None,
    }


def test_an_earlier_release_may_be_chosen_and_one_that_is_not_there_not() -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    lesson.source = "Autre chose."
    lesson.save()
    publish(course=course, by=None)
    assert join(a_learner(), course=course.slug, release=1).json()["release"] == 1
    assert join(a_learner(), course=course.slug).json()["release"] == 2
    problem = assert_problem(join(a_learner(), course=course.slug, release=3), 404, "not_found")
    assert problem["errors"][0]["pointer"] == "/release"


def test_nobody_joins_a_draft() -> None:
    draft = a_draft()
    hidden = assert_problem(join(a_learner(), course=draft.slug), 404, "not_found")
    missing = assert_problem(join(a_learner(), course="no-such-course"), 404, "not_found")
    assert hidden["detail"] == missing["detail"]


@pytest.mark.parametrize("body", [{}, {"course": "a", "track": "b"}])
def test_exactly_one_thing_is_joined(body: dict[str, str]) -> None:
    assert_problem(join(a_learner(), **body), 400, "one_target")


@pytest.mark.parametrize("key", ["cours", "id", "owner"])
def test_an_unknown_key_is_refused_with_its_name(key: str) -> None:
    problem = assert_problem(join(a_learner(), course="a", **{key: "x"}), 400, "invalid")
    assert problem["errors"][0]["pointer"] == f"/{key}"
    assert problem["errors"][0]["code"] == "unknown_key"


def test_leaving_is_once_and_coming_back_revives_the_same_enrolment() -> None:
    course, learner = a_published_course(), a_learner()
    path = f"/enrolments/{join(learner, course=course.slug).json()['id']}"
    assert Api(learner).delete(path).status_code == 204
    assert Api(learner).delete(path).status_code == 204
    assert Api(learner).get(path).json()["state"] == "withdrawn"
    back = join(learner, course=course.slug)
    assert (back.status_code, back.json()["state"]) == (200, "active")


def test_what_is_not_hers_is_not_found() -> None:
    course = a_published_course()
    path = f"/enrolments/{join(a_learner(), course=course.slug).json()['id']}"
    other = Api(a_learner())
    assert_problem(other.get(path), 404, "not_found")
    assert_problem(other.delete(path), 404, "not_found")
    assert Enrolment.objects.get().withdrawn_at is None


def test_a_completed_enrolment_says_so() -> None:
    course, learner = a_published_course(), a_learner()
    made = join(learner, course=course.slug).json()
    row = Enrolment.objects.get()
    CourseCompletion.objects.create(
        enrolment=row,
        person=learner,
        work=row.work,
        release=row.release,
        completed_at="2026-11-01T10:00:00Z",
    )
    shown = Api(learner).get(f"/enrolments/{made['id']}").json()
    assert (shown["state"], shown["completed_at"]) == ("completed", "2026-11-01T10:00:00Z")


def test_a_member_follows_her_teams_track_and_leaves_and_joins_it() -> None:
    of = a_team_with_a_track()
    (enrolment,) = [e for e in Api(of.member).results("/enrolments") if "track" in e]
    assert enrolment["track"] == str(of.track.id)
    assert Api(of.member).delete(f"/enrolments/{enrolment['id']}").status_code == 204
    back = join(of.member, track=of.track.slug)
    assert (back.status_code, back.json()["id"]) == (200, enrolment["id"])


def test_the_coach_does_not_follow_the_track_and_others_do_not_see_it() -> None:
    of = a_team_with_a_track()
    assert_problem(join(of.coach, track=of.track.slug), 403, "not_a_learner")
    assert_problem(join(a_learner(), track=of.track.slug), 404, "not_found")


def test_a_release_is_for_courses_only() -> None:
    of = a_team_with_a_track()
    assert_problem(join(of.member, track=of.track.slug, release=1), 400, "invalid")


def test_the_list_holds_courses_and_tracks_newest_first_page_by_page() -> None:
    of = a_team_with_a_track()
    joined = join(of.member, course=a_published_course().slug).json()
    everything = Api(of.member).results("/enrolments")
    assert [e["id"] for e in everything] == sorted((e["id"] for e in everything), reverse=True)
    assert everything[0] == joined
    assert sum("track" in e for e in everything) == 1
    api = Api(of.member)
    page = api.get("/enrolments?limit=1").json()
    seen = page["results"]
    while page["next"]:
        page = api.client.get(page["next"]).json()
        seen += page["results"]
    assert seen == everything
    before = api.client.get(page["previous"]).json()
    assert before["results"] == everything[-2:-1]
