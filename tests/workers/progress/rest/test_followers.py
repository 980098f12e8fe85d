"""The report on everybody who follows a course: for campus staff, the same numbers, in pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment import enrol, renew, withdraw
from tests import world
from tests.api import Api
from tests.trainers import a_staff_member
from tests.world import begun
from workers.progress.folding.shards import fold_all
from workers.progress.reporting import followers

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return world.a_published_course(lessons=("article",) * 3)


def _report(course, staff=None) -> dict:
    return Api(staff or a_staff_member()).get(f"/courses/{course.slug}/progress").json()


def test_each_row_is_what_the_person_herself_is_told(course):
    enrolments = [begun(course, lessons=number) for number in (1, 2, 3)]
    fold_all()
    rows = {row["enrolment"]: row for row in _report(course)["results"]}
    for enrolment in enrolments:
        (own,) = Api(enrolment.person).get("/progress").json()["results"]
        row = rows[str(enrolment.id)]
        same = ("fraction", "minutes_done", "minutes", "seconds", "state", "position")
        assert [row[name] for name in same] == [own[name] for name in same]
        assert row["position"] > 0
        assert (row["as_of"] is None) == (own["as_of"] is None)
        assert row["name"] == enrolment.person.name


def test_who_left_is_not_in_it_and_who_has_not_begun_is(course):
    left, new = begun(course, lessons=1), enrol(person=world.a_learner(), course=course)[0]
    withdraw(enrolment=left)
    (row,) = _report(course)["results"]
    assert (row["enrolment"], row["state"], row["fraction"]) == (str(new.id), "not_started", 0.0)


def test_who_renewed_is_in_it_once_with_her_latest_period(course):
    second, _is_new = renew(enrolment=begun(course, lessons=3))
    fold_all()
    (row,) = _report(course)["results"]
    assert (row["enrolment"], row["fraction"]) == (str(second.id), 0.0)
    withdraw(enrolment=second)
    fold_all()
    assert _report(course)["results"] == []


def test_it_moves_with_a_number_and_is_known_by_its_tag_otherwise(course):
    staff, enrolment = a_staff_member(), begun(course, lessons=1)
    fold_all()
    api, address = Api(staff), f"/courses/{course.slug}/progress"
    first = api.get(address)
    assert api.get(address, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    world.say(enrolment.person, world.done(enrolment, world.lessons_of(course)[1]))
    fold_all()
    assert api.get(address, **{"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert api.get(address).json()["results"][0]["fraction"] == 2 / 3


def test_pages_follow_each_other_without_a_gap(course, monkeypatch):
    monkeypatch.setattr(followers, "PER_PAGE", 2)
    enrolments = [begun(course, lessons=1) for _ in range(5)]
    api, address, seen = Api(a_staff_member()), f"/courses/{course.slug}/progress", []
    while address:
        page = api.get(address).json()
        seen += [row["enrolment"] for row in page["results"]]
        address = (page["next"] or "").removeprefix("/api/v1")
    assert seen == sorted(str(enrolment.id) for enrolment in enrolments)


def test_a_whole_page_of_long_names_is_no_more_than_is_promised(course, monkeypatch):
    """200 kB: a row is measured, of one whose name is as long as most will ever be."""
    enrolment = begun(course, lessons=3)
    type(enrolment.person).objects.filter(id=enrolment.person_id).update(name="A" * 40)
    fold_all()
    content = Api(a_staff_member()).get(f"/courses/{course.slug}/progress").content
    assert len(content) * followers.PER_PAGE < 200_000


def test_it_takes_as_many_queries_for_many_as_for_few(course):
    staff = a_staff_member()
    begun(course, lessons=1)
    with CaptureQueriesContext(connection) as few:
        _report(course, staff)
    for _ in range(5):
        begun(course, lessons=1)
    fold_all()
    with CaptureQueriesContext(connection) as many:
        _report(course, staff)
    assert len(few) == len(many)


def test_nobody_else_is_shown_what_each_does(course):
    enrolment = begun(course, lessons=1)
    address = f"/courses/{course.slug}/progress"
    assert Api().get(address).status_code == 401
    assert Api(enrolment.person).get(address).status_code == 403
    assert Api(a_staff_member()).get("/courses/no-such/progress").status_code == 404
