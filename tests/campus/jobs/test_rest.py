"""`GET /api/v1/jobs/{id}`: the owner's, and hidden from everybody else."""

import pytest

from tests.api import Api, assert_problem
from tests.world import a_person

from .laundry import some_laundry

pytestmark = pytest.mark.django_db


def test_whoever_asked_for_the_work_sees_how_far_it_is() -> None:
    owner = a_person()
    job = some_laundry(owner)
    answer = Api(owner).get(f"/jobs/{job.id}")
    assert answer.status_code == 200
    assert answer.json() == {
        "id": str(job.id),
        "kind": "laundry",
        "title": "Shirts",
        "state": "queued",
        "done": 0,
        "total": 0,
        "result": {},
        "code": "",
        "detail": "",
        "made_at": answer.json()["made_at"],
        "started_at": None,
        "ended_at": None,
    }
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_nobody_else_sees_it_not_even_a_superuser() -> None:
    job = some_laundry()
    other = a_person(is_staff=True, is_superuser=True)
    assert_problem(Api(other).get(f"/jobs/{job.id}"), 404, "not_found")
    assert_problem(Api().get(f"/jobs/{job.id}"), 401, "not_signed_in")


def test_it_costs_two_queries_and_the_session(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    owner = a_person()
    job, api = some_laundry(owner), Api(owner)
    with django_assert_num_queries(3):  # session, person, job
        api.get(f"/jobs/{job.id}")
