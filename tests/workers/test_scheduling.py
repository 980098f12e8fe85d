"""The scheduler says what is due, and sweeps by itself where no broker hears it."""

from pathlib import Path

import pytest
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import connection
from kombu import Connection

from tests.world import a_learner, a_published_course, enrol
from workers import tasks
from workers.celery import app
from workers.scheduling import Scheduler

NOBODY = "redis://127.0.0.1:1/0"


def beat(kind: type[PersistentScheduler], folder: Path, *, broker: str) -> None:
    """The moment at which the sweep is due."""
    scheduler = kind(app, schedule_filename=str(folder / "schedule"), lazy=False)
    try:
        for entry in scheduler.schedule.values():
            if entry.task == tasks.sweep.name:
                with Connection(broker) as connected:
                    scheduler.apply_entry(entry, producer=app.amqp.Producer(connected))
    finally:
        scheduler.close()


def owed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "left"), [(Scheduler, 0), (PersistentScheduler, 1)])
def test_without_a_broker_the_scheduler_sweeps_and_another_would_not(
    kind: type[PersistentScheduler], left: int, tmp_path: Path
) -> None:
    enrol(person=a_learner(), course=a_published_course())
    assert owed() == 1
    beat(kind, tmp_path, broker=NOBODY)
    assert owed() == left


@pytest.mark.django_db(transaction=True)
def test_with_a_broker_it_only_says_so(campus_servers: object, tmp_path: Path) -> None:
    enrol(person=a_learner(), course=a_published_course())
    beat(Scheduler, tmp_path, broker=settings.BROKER_URL)
    assert owed() == 1
