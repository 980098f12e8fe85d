"""The scheduler says what is due, and sweeps by itself where no broker hears it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from celery.beat import PersistentScheduler
from django.db import connection

from tests.world import a_learner, a_published_course, enrol
from workers import tasks
from workers.celery import app
from workers.scheduling import Scheduler

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
def no_broker() -> Iterator[None]:
    was = app.conf.broker_write_url
    app.conf.broker_write_url = NOBODY
    app.amqp._producer_pool = None
    yield
    app.conf.broker_write_url = was
    app.amqp._producer_pool = None


def beat(kind: type[PersistentScheduler], folder: Path) -> None:
    """The moment at which the sweep is due."""
    scheduler = kind(app, schedule_filename=str(folder / "schedule"), lazy=False)
    try:
        for entry in scheduler.schedule.values():
            if entry.task == tasks.sweep.name:
                scheduler.apply_entry(entry)
    finally:
        scheduler.close()


def owed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "left"), [(Scheduler, 0), (PersistentScheduler, 1)])
def test_without_a_broker_the_scheduler_sweeps_and_another_would_not(
    kind: type[PersistentScheduler], left: int, no_broker: None, tmp_path: Path
) -> None:
    enrol(person=a_learner(), course=a_published_course())
    assert owed() == 1
    beat(kind, tmp_path)
    assert owed() == left


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_it_only_says_so(campus_servers: object, tmp_path: Path) -> None:
    enrol(person=a_learner(), course=a_published_course())
    beat(Scheduler, tmp_path)
    assert owed() == 1
