"""How far and why: the same numbers for the learner, her lead and her coach, and for no others."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import Role
from campus.accounts.roles import campus_organisation
from courses.enrolment import enrol
from tests.api import Api, assert_problem
from tests.world import (
    a_learner,
    a_published_course,
    a_team_with_a_track,
    done,
    finish,
    lessons_of,
    say,
)
from tracks.models import TrackEnrolment
from tracks.teams import add_member
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import fold_team
from workers.progress.models import TeamProgress

pytestmark = pytest.mark.django_db


def half_way() -> tuple[Any, Any]:
    """A learner who finished the first of two lessons of ten minutes."""
    learner, course = a_learner(), a_published_course(lessons=("article", "quiz"))
    enrolment, _is_new = enrol(person=learner, course=course)
    say(learner, done(enrolment, lessons_of(course)[0]))
    fold_all()
    return learner, enrolment


def test_progress_is_what_the_fold_left() -> None:
    learner, enrolment = half_way()
    (progress,) = Api(learner).results("/progress")
    assert progress["enrolment"] == str(enrolment.id)
    assert progress["course"] == str(enrolment.course_id)
    assert (progress["fraction"], progress["minutes_done"], progress["minutes"]) == (0.5, 10, 20)
    assert (progress["state"], progress["completed_at"]) == ("in_progress", None)
    assert progress["as_of"] is not None


def test_what_is_folded_later_than_stored_has_changed_since() -> None:
    """Whoever asked between the two must hear of it the next time."""
    learner, enrolment = half_way()
    say(learner, done(enrolment, lessons_of(enrolment.course)[1]))
    asked_at = datetime.now(UTC)
    since = quote(asked_at.isoformat())
    assert Api(learner).results(f"/progress?updated_since={since}") == []
    fold_all()
    (progress,) = Api(learner).results(f"/progress?updated_since={since}")
    assert (progress["fraction"], progress["as_of"] < asked_at.isoformat()) == (1.0, True)
    assert len(Api(learner).results(f"/enrolments?updated_since={since}")) == 1


def test_an_enrolment_that_no_fold_has_seen_is_not_started() -> None:
    learner, course = a_learner(), a_published_course()
    enrol(person=learner, course=course)
    (progress,) = Api(learner).results("/progress")
    assert (progress["fraction"], progress["state"], progress["as_of"]) == (
        0.0,
        "not_started",
        None,
    )


def test_progress_is_asked_for_by_enrolment_course_or_track() -> None:
    of = a_team_with_a_track()
    learner = of.member
    ids = {
        "enrolment": TrackEnrolment.objects.get(person=learner).id,
        "track": of.track.slug,
    }
    for name, value in ids.items():
        (found,) = Api(learner).results(f"/progress?{name}={value}")
        assert found["track"] == str(of.track.id)
    for reference in (of.course.slug, of.course.id):
        (found,) = Api(learner).results(f"/progress?course={reference}")
        assert found["course"] == str(of.course.id)
    assert len(Api(learner).results("/progress")) == 2
    assert_problem(Api(learner).get("/progress?enrolment=x"), 400, "invalid")


def test_lead_and_coach_see_the_members_track_and_not_their_courses() -> None:
    of = a_team_with_a_track()
    finish(of.member, of.course)
    fold_all()
    hers = Api(of.member).results(f"/progress?track={of.track.id}")[0]
    for person in (of.lead, of.coach):
        team = Api(person).results(f"/progress?team={of.team.id}")
        assert {row["person"] for row in team} == {str(of.lead.id), str(of.member.id)}
        assert hers in team
        assert Api(person).results(f"/progress?enrolment={hers['enrolment']}") == [hers]
    course = Api(of.member).results(f"/progress?course={of.course.id}")[0]["enrolment"]
    assert Api(of.lead).results(f"/progress?enrolment={course}") == []
    assert_problem(Api(of.lead).get(f"/progress/{course}/why"), 404, "not_found")


def test_others_see_nothing_of_it() -> None:
    of = a_team_with_a_track()
    hers = Api(of.member).results(f"/progress?track={of.track.id}")[0]["enrolment"]
    for person in (a_learner(), a_team_with_a_track().coach):
        assert Api(person).results(f"/progress?enrolment={hers}") == []
        assert Api(person).results(f"/progress?team={of.team.id}") == []
        assert_problem(Api(person).get(f"/progress/{hers}/why"), 404, "not_found")


def test_a_member_sees_of_her_team_only_herself() -> None:
    of = a_team_with_a_track()
    rows = Api(of.member).results(f"/progress?team={of.team.id}")
    assert [row["person"] for row in rows] == [str(of.member.id)]


def test_campus_staff_see_everybody() -> None:
    _learner, enrolment = half_way()
    staff = a_learner("Équipe du campus")
    Role.objects.create(person=staff, organisation=campus_organisation(), kind="staff")
    assert Api(staff).results("/progress") == [], "a list without a filter is her own"
    assert len(Api(staff).results(f"/progress?enrolment={enrolment.id}")) == 1
    assert Api(staff).get(f"/progress/{enrolment.id}/why").status_code == 200


def test_why_gives_the_parts_that_add_up_and_what_is_missing() -> None:
    learner, enrolment = half_way()
    why = Api(learner).get(f"/progress/{enrolment.id}/why").json()
    article, quiz = why["parts"]
    assert why["fraction"] == sum(part["counts"] for part in why["parts"]) == 0.5
    assert sum(part["of"] for part in why["parts"]) == 1.0
    assert (article["state"], quiz["state"]) == ("completed", "not_started")
    assert article["record"] is not None
    assert "completed" in article["because"]
    assert [part["id"] for part in why["missing"]] == [quiz["id"]]
    assert why["missing"][0]["because"] == "Pass this quiz."


def test_why_of_a_track_names_its_steps_and_agrees_with_progress() -> None:
    of = a_team_with_a_track()
    finish(of.member, of.course)
    fold_all()
    (progress,) = Api(of.member).results(f"/progress?track={of.track.id}")
    for person in (of.member, of.lead, of.coach):
        why = Api(person).get(f"/progress/{progress['enrolment']}/why").json()
        assert why["fraction"] == pytest.approx(progress["fraction"])
        assert why["fraction"] == pytest.approx(sum(part["counts"] for part in why["parts"]))
        assert [part["state"] for part in why["parts"]] == ["completed", "not_started"]
        assert [part["what"] for part in why["missing"]] == ["Workshop"]


def team_table(person: Any, of: Any) -> Any:
    return Api(person).get(f"/teams/{of.team.id}/progress")


def test_the_teams_table_shows_the_numbers_its_members_see() -> None:
    of = a_team_with_a_track()
    finish(of.member, of.course)
    fold_all()
    fold_team(str(of.track.id))
    table = team_table(of.coach, of).json()
    assert [member["name"] for member in table["members"]] == ["Lina Costa", "Marc Roy"]
    for member, person in zip(table["members"], of.learners, strict=True):
        (hers,) = Api(person).results(f"/progress?track={of.track.id}")
        for name in ("enrolment", "fraction", "minutes_done", "minutes", "state", "completed_at"):
            assert member[name] == hers[name]
    assert [step["kind"] for step in table["steps"]] == ["course", "workshop"]
    assert len(table["cells"]) == 4
    course, marc = table["steps"][0]["id"], str(of.member.id)
    (cell,) = [c for c in table["cells"] if (c["member"], c["step"]) == (marc, course)]
    assert (cell["state"], cell["minutes_done"]) == ("completed", 60)
    assert table["fraction"] == TeamProgress.objects.get().fraction
    assert table["as_of"] is not None


def test_the_teams_table_is_for_lead_and_coach() -> None:
    of = a_team_with_a_track()
    for person in (of.lead, of.coach):
        assert team_table(person, of).status_code == 200
    assert_problem(team_table(of.member, of), 403, "not_the_lead")
    for person in (a_learner(), a_team_with_a_track().lead):
        assert_problem(team_table(person, of), 404, "not_found")


def test_a_track_of_another_team_is_not_found_in_the_table() -> None:
    of, other = a_team_with_a_track(), a_team_with_a_track()
    path = f"/teams/{of.team.id}/progress?track="
    assert Api(of.lead).get(f"{path}{of.track.id}").status_code == 200
    assert_problem(Api(of.lead).get(f"{path}{other.track.id}"), 404, "not_found")


def test_the_table_asks_as_much_for_many_as_for_few() -> None:
    of = a_team_with_a_track()
    api = Api(of.coach)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.get(f"/teams/{of.team.id}/progress").status_code == 200
        return len(asked)

    for_two = queries()
    for number in range(8):
        add_member(team=of.team, person=a_learner(f"Personne {number}"))
    assert queries() == for_two
