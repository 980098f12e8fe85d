"""Doorbells: they wake a worker soon, and nothing is lost where they do not ring."""

import socket
import time
from collections.abc import Iterator

import pytest
import redis

from campus.jobs import doing
from campus.jobs.models import Job
from campus.jobs.working import start
from tests import world
from tests.world import begun
from workers import doorbells, schedule, tasks
from workers.celery import app
from workers.doorbells import ring, take_down
from workers.progress.models import Progress

QUEUE = "celery"
LONGEST_SECONDS = 1.5


@pytest.fixture
def bells(campus_servers) -> Iterator[redis.Redis]:
    """The Redis of this run, without anything in it."""
    server = doorbells._bells()
    doorbells.ringer.finish()  # what tests before rang
    server.flushdb()
    yield server
    server.flushdb()


@pytest.fixture
def elsewhere(settings) -> Iterator[object]:
    """Points the bells at another address."""

    def at(url: str) -> None:
        settings.REDIS_URL = url
        doorbells._bells.cache_clear()

    yield at
    doorbells.ringer.finish()
    doorbells._bells.cache_clear()
    doorbells._silence.until = 0.0


@pytest.fixture
def frozen_server() -> Iterator[str]:
    """Something that takes connections and never answers, as a stopped Redis does."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}"


def _messages(bells: redis.Redis) -> int:
    return int(bells.llen(QUEUE))


def test_a_bell_sends_one_message(bells):
    ring("mail")
    ring("mail")
    assert _messages(bells) == 1


def test_two_kinds_send_two(bells):
    ring("mail")
    ring("records")
    assert _messages(bells) == 2


def test_a_bell_that_was_taken_down_rings_again(bells):
    ring("mail")
    take_down("mail")
    ring("mail")
    assert _messages(bells) == 2


def test_a_bell_whose_message_was_lost_rings_again_by_itself(bells):
    ring("mail")
    bells.delete(QUEUE)
    assert 0 < bells.pttl("campus:bell:mail") <= 1_000


def test_a_message_that_nobody_heard_in_time_is_no_work(bells):
    ring("records")
    message = bells.lindex(QUEUE, 0)
    assert b'"expires"' in message
    assert b"progress.fold" in message


@pytest.mark.django_db(transaction=True)
def test_appending_rings_after_its_commit(bells):
    begun(world.a_published_course(), lessons=1)
    doorbells.ringer.finish()
    assert b"progress.fold" in bells.lindex(QUEUE, 0)


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1", "unix:///nowhere/redis.sock"])
@pytest.mark.django_db(transaction=True)
def test_without_redis_everything_is_taken_and_the_sweeper_folds_it(address, elsewhere):
    elsewhere(address)
    started = time.monotonic()
    enrolment = begun(world.a_published_course(), lessons=2)
    assert time.monotonic() - started < LONGEST_SECONDS
    tasks.sweep()
    assert Progress.objects.get(enrolment=enrolment.id).state == "completed"


def test_a_frozen_redis_holds_nobody_up_for_long(frozen_server, elsewhere):
    elsewhere(frozen_server)
    started = time.monotonic()
    for _request in range(20):
        ring("records")
    assert 0.3 < time.monotonic() - started < LONGEST_SECONDS


def test_after_a_while_it_is_tried_again(bells, elsewhere, settings):
    here = settings.REDIS_URL
    elsewhere("redis://127.0.0.1:1")
    ring("mail")
    elsewhere(here)
    ring("mail")
    assert _messages(bells) == 0
    doorbells._silence.until = 0.0
    ring("mail")
    assert _messages(bells) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_flushed_redis_forgot_is_found_by_the_sweeper(bells):
    enrolment = begun(world.a_published_course(), lessons=2)
    bells.flushdb()
    tasks.sweep()
    assert Progress.objects.get(enrolment=enrolment.id).state == "completed"


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_folded_does_not_keep_the_sweeper_from_the_mail(bells, monkeypatch):
    from campus.outbox.models import OutboxMail
    from campus.outbox.sending import MAIL
    from campus.owed.owing import owe
    from workers.progress.folding import shards

    def fails(**_named: float) -> int:
        raise ExceptionGroup("broken", [ValueError()])

    monkeypatch.setattr(shards, "fold_all", fails)
    mail = OutboxMail.objects.create(sender="a", recipients=["b"], subject="c", text="d")
    owe(MAIL, [str(mail.id)])
    with pytest.raises(ExceptionGroup):
        tasks.sweep()
    mail.refresh_from_db()
    assert mail.sent_at is not None


def test_a_job_rings_in_a_queue_of_its_own(bells):
    ring("jobs")
    assert bells.llen("jobs") == 1
    assert _messages(bells) == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_bell_was_lost_is_announced_by_the_sweeper(bells):
    start(kind="test", owner=world.a_person(), title="Long", arguments={})
    doorbells.ringer.finish()
    bells.flushdb()
    tasks.sweep()
    assert bells.llen("jobs") == 1


@pytest.mark.django_db(transaction=True)
def test_the_bell_for_the_next_job_rings_after_one_is_done(bells):
    doing.register("test", lambda job, report: {})
    for _number in range(2):
        start(kind="test", owner=world.a_person(), title="Long", arguments={})
    doorbells.ringer.finish()
    bells.flushdb()
    tasks.do_job()
    assert bells.llen("jobs") == 1
    tasks.do_job()
    assert bells.llen("jobs") == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    del doing._handlers["test"]


def test_a_job_is_given_back_to_nobody_however_long_it_takes():
    """Its message is acknowledged on receipt, for its limit lies beyond the visibility timeout."""
    job = app.tasks[doorbells.DO_JOB]
    assert job.time_limit > app.conf.broker_transport_options["visibility_timeout"]
    assert not job.acks_late


def test_everything_periodic_is_a_task_and_expires_before_its_next_turn():
    app.loader.import_default_modules()
    for entry in schedule.SCHEDULE.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] <= entry["schedule"]


def test_a_task_that_still_runs_is_never_given_to_another_worker():
    visible_again = app.conf.broker_transport_options["visibility_timeout"]
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < visible_again
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_ignore_result
