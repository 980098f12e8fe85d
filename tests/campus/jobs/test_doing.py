"""Doing a job: reported at once, done once, undone when it fails, taken up after a kill."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils.translation import gettext as _

from campus.env import Env
from campus.errors import Invalid
from campus.jobs import claims, doing, working
from campus.jobs.models import Job
from tests.killing import a_worker
from tests.racing import another_process, wait_until
from tests.world import a_person, an_organisation

from .laundry import KIND, done_by, some_laundry, wash

pytestmark = pytest.mark.django_db(transaction=True)

Report = doing.Report


def refreshed(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_and_says_what_came_of_it() -> None:
    job = some_laundry(shirts=3)
    with done_by(wash):
        assert doing.do_one()
        assert not doing.do_one()
    job = refreshed(job)
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result == {"text": "3 shirts are clean."}
    assert job.started_at is not None
    assert job.ended_at is not None


def test_the_oldest_is_done_first() -> None:
    some_laundry(shirts=1)
    some_laundry(shirts=2)
    washed: list[int] = []

    def note(job: Job, report: Report) -> Mapping[str, Any]:
        washed.append(job.arguments["shirts"])
        return {}

    with done_by(note):
        while doing.do_one():
            pass
    assert washed == [1, 2]


def test_a_report_is_seen_while_the_work_is_not_committed() -> None:
    some_laundry()
    seen: list[Job] = []
    with another_process() as run:

        def look(job: Job, report: Report) -> Mapping[str, Any]:
            an_organisation("Not yet")
            report(1, 1)
            seen.append(run(refreshed, job).result())
            return {}

        with done_by(look):
            doing.do_one()
    assert [(one.state, one.done, one.total) for one in seen] == [("running", 1, 1)]


def test_many_reports_are_few_commits() -> None:
    with claims.claim_one() as nothing:
        assert nothing is None
    some_laundry()
    with claims.claim_one() as claim:
        assert claim is not None
        written: list[int] = []
        claim.write_progress = lambda done, total: bool(written.append(done))  # type: ignore[method-assign]
        report = doing.reporting(claim)
        for done in range(1_001):
            report(done, 1_000)
    assert (written[0], written[-1]) == (0, 1_000)
    assert len(written) < 10


def test_a_job_that_is_held_is_given_to_nobody_else() -> None:
    some_laundry()
    with another_process() as run, claims.claim_one() as held:
        assert held is not None
        assert run(claimed).result() is None
        assert not claims.is_due()
    assert claims.is_due()
    assert claimed() is not None


def test_without_the_lock_two_would_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(claims, "_LOCK", "SELECT true OR %s = ''")
    some_laundry()
    with another_process() as run, claims.claim_one() as held:
        assert held is not None
        assert run(claimed).result() is not None


def claimed() -> object:
    with claims.claim_one() as claim:
        return claim and claim.job_id


def test_whoever_comes_late_changes_nothing() -> None:
    """As if the lock had been lost: the work of the first is undone, the second's stays."""
    job = some_laundry()

    def overtaken(job: Job, report: Report) -> Mapping[str, Any]:
        an_organisation("Of the first")
        run(Job.objects.filter(pk=job.pk).update, tries=2).result()
        return {"text": "first"}

    with another_process() as run, done_by(overtaken):
        doing.do_one()
    job = refreshed(job)
    assert (job.state, job.tries, job.result) == ("running", 2, {})
    assert not organisation_exists("Of the first")


def organisation_exists(name: str) -> bool:
    from campus.accounts.models import Organisation

    return Organisation.objects.filter(name=name).exists()


@pytest.mark.parametrize(("language", "said"), [("fr", "Mot de passe"), ("en", "Password")])
def test_what_is_refused_is_said_in_the_owners_language(language: str, said: str) -> None:
    job = some_laundry(a_person(language=language))

    def refuse(job: Job, report: Report) -> Mapping[str, Any]:
        an_organisation("Half done")
        raise Invalid(_("Password"), code="no_soap")

    with done_by(refuse):
        doing.do_one()
    job = refreshed(job)
    assert (job.state, job.code, job.detail) == ("failed", "no_soap", said)
    assert not organisation_exists("Half done")


def test_a_fault_of_ours_is_logged_and_told_without_its_insides(
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = some_laundry()

    def fail(job: Job, report: Report) -> Mapping[str, Any]:
        raise ValueError("a secret of the insides")

    with done_by(fail):
        doing.do_one()
        assert not doing.do_one()
    job = refreshed(job)
    assert (job.state, job.code) == ("failed", "fault")
    assert "secret" not in job.detail
    assert "a secret of the insides" in caplog.text


def test_a_running_job_that_is_cancelled_is_undone_at_its_next_report() -> None:
    job = some_laundry()

    def called_off(job: Job, report: Report) -> Mapping[str, Any]:
        an_organisation("Half done")
        run(working.cancel, job=job).result()
        report(1, 1)
        raise AssertionError("it goes on")

    with another_process() as run, done_by(called_off):
        doing.do_one()
    assert refreshed(job).state == "cancelled"
    assert not organisation_exists("Half done")


DIES = f"""
import signal
import django
django.setup()
from campus.jobs import doing
def wait(job, report):
    report(1, 3)
    print("begun", flush=True)
    signal.pause()
doing.register("{KIND}", wait)
doing.do_one()
"""


def kill_a_worker_in_the_middle(campus_servers: Env) -> None:
    with a_worker(DIES, campus_servers):
        assert not claims.is_due()


def test_the_job_of_a_killed_worker_is_taken_up_at_once(campus_servers: Env) -> None:
    job = some_laundry(shirts=2)
    kill_a_worker_in_the_middle(campus_servers)
    wait_until(claims.is_due, seconds=5)
    assert (refreshed(job).state, refreshed(job).tries) == ("running", 1)
    with done_by(wash):
        assert doing.do_one()
    assert (refreshed(job).state, refreshed(job).tries) == ("done", 2)


def test_a_job_that_kills_every_worker_fails_in_the_end() -> None:
    job = some_laundry()
    Job.objects.update(tries=doing.MOST_TRIES)
    with done_by(wash):
        doing.do_one()
        assert not doing.do_one()
    assert (refreshed(job).state, refreshed(job).code) == ("failed", "died_every_time")
