"""`POST /credentials/{id}/renewal`: the next period of a course, once, for its holder alone."""

import pytest

from courses.models import Enrolment
from tests import world
from tests.api import Api, assert_problem
from tests.workers.certificates.renewable import a_certified, course_of

pytestmark = pytest.mark.django_db


def test_it_answers_the_new_enrolment_and_the_same_one_again() -> None:
    old = a_certified()
    api = Api(old.person)
    answer = api.post(f"/credentials/{old.id}/renewal", {})
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["period"], shown["state"], shown["course"]) == (
        2,
        "active",
        str(course_of(old).id),
    )
    again = api.post(f"/credentials/{old.id}/renewal", {})
    assert (again.status_code, again.json()["id"]) == (200, shown["id"])
    periods = {one["period"]: one["state"] for one in api.results("/enrolments")}
    assert periods == {1: "completed", 2: "active"}
    (credential,) = [one for one in api.results("/credentials") if one["id"] == old.id]
    assert credential["renewal_opens_at"]
    assert credential["status"] == "valid"


def test_before_its_day_it_says_when() -> None:
    old = a_certified(months=24, opens=2)
    api = Api(old.person)
    said = assert_problem(api.post(f"/credentials/{old.id}/renewal", {}), 409, "renewal_not_open")
    opens = api.get(f"/credentials/{old.id}").json()["renewal_opens_at"]
    assert opens[:4] in said["detail"]
    assert Enrolment.objects.count() == 1


def test_one_that_does_not_end_is_refused() -> None:
    old = a_certified(months=None, opens=None)
    api = Api(old.person)
    assert_problem(api.post(f"/credentials/{old.id}/renewal", {}), 409, "not_renewable")
    assert api.get(f"/credentials/{old.id}").json()["renewal_opens_at"] is None


def test_a_stranger_learns_nothing_and_begins_nothing() -> None:
    old = a_certified()
    marc = Api(world.a_learner("Marc Roy"))
    assert_problem(marc.post(f"/credentials/{old.id}/renewal", {}), 404, "not_found")
    assert_problem(Api().post(f"/credentials/{old.id}/renewal", {}), 401, "not_signed_in")
    assert Enrolment.objects.count() == 1
