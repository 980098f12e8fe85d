"""Asking for a job, calling it off, asking again."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from campus.errors import Conflict
from campus.jobs import working
from campus.jobs.models import Job
from campus.owed import owing

from .laundry import some_laundry


@pytest.fixture
def rung() -> Iterator[list[str]]:
    heard: list[str] = []
    owing.hang_bell(heard.append)
    yield heard
    owing._bells.remove(heard.append)


@pytest.mark.django_db(transaction=True)
def test_a_job_is_part_of_the_transaction_that_asks_for_it(rung: list[str]) -> None:
    with transaction.atomic():
        some_laundry()
        assert rung == []
    assert rung == [working.JOBS]
    with transaction.atomic():
        some_laundry()
        transaction.set_rollback(True)
    assert (Job.objects.count(), rung) == (1, [working.JOBS])


@pytest.mark.django_db
def test_what_waits_is_cancelled_at_once() -> None:
    job = some_laundry()
    working.cancel(job=job)
    job.refresh_from_db()
    assert (job.state, job.is_open) == ("cancelled", False)
    assert job.ended_at is not None


@pytest.mark.django_db
def test_what_has_ended_is_not_cancelled() -> None:
    job = some_laundry()
    working.cancel(job=job)
    with pytest.raises(Conflict):
        working.cancel(job=job)


@pytest.mark.django_db
def test_what_failed_is_asked_for_again_and_what_waits_is_not(rung: list[str]) -> None:
    job = some_laundry()
    with pytest.raises(Conflict):
        working.start_again(job=job)
    Job.objects.update(state="failed", ended_at=job.made_at, tries=1, code="x", detail="No soap.")
    working.start_again(job=job)
    job.refresh_from_db()
    assert (job.state, job.tries, job.code, job.detail) == ("queued", 0, "", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"state": "done"}, "job_ended_or_open"),
        ({"done": 4, "total": 3}, "job_done_of_total"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(values: dict[str, object], named: str) -> None:
    some_laundry()
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Job.objects.update(**values)
