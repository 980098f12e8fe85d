"""Workers are killed while learners record: everything accepted is in the log and folded, once."""

import random
import time
from uuid import UUID, uuid4

import pytest
from django.db import connection

from courses.enrolment import enrol
from tests import world
from tests.faults.checking import faults
from tests.killing import a_worker
from tests.racing import another_process, wait_until
from tests.world import say
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import time
import django
django.setup()
from workers.progress.folding.shards import fold_all
print("begun", flush=True)
while True:
    fold_all()
    time.sleep(0.01)
"""

# Claims in one transaction and folds in the next: what a queue outside the database amounts to.
FORGETFUL = """
import signal
import django
django.setup()
from django.db import connection
connection.cursor().execute("DELETE FROM records_owed")
print("begun", flush=True)
signal.pause()
"""


def _learn(course, lessons, *, batches: int) -> list[UUID]:
    """One learner sends batches, every other one twice; answers the ids she was told are in."""
    learner, ok = world.a_learner(), []
    enrolment, _ = enrol(person=learner, course=course)
    for number in range(batches):
        items = [world.done(enrolment, lesson, id=uuid4()) for lesson in lessons]
        for _again in range(1 + number % 2):
            receipts = say(learner, *items)
            assert {receipt.status for receipt in receipts} <= {"stored", "duplicate"}
        ok += [UUID(item["id"]) for item in items]
    return ok


def test_nothing_accepted_is_lost_or_counted_twice_while_workers_are_killed(campus_servers):
    course = world.a_published_course(lessons=("article",) * 4)
    lessons, chance = world.lessons_of(course), random.Random(7)
    with another_process() as run:
        learners = [run(_learn, course, lessons, batches=30) for _ in range(3)]
        for _kill in range(3):
            with a_worker(WORKER, campus_servers):
                time.sleep(chance.uniform(0.05, 0.3))
        ok = [id_ for learner in learners for id_ in learner.result()]
    wait_until(lambda: fold_all() == 0 and not is_owed())
    assert faults(ok=ok) == []


def is_owed() -> bool:
    """Whether a record waits to be folded: the server of a dead worker may hold its shard yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM records_owed)")
        return bool(cursor.fetchone()[0])


def test_a_worker_that_claims_before_it_folds_loses_records(campus_servers):
    """The control: the same kill, and the judgement finds what was lost."""
    course = world.a_published_course()
    ok = _learn(course, world.lessons_of(course), batches=2)
    with a_worker(FORGETFUL, campus_servers):
        pass
    fold_all()
    assert any(fault.startswith("state ") for fault in faults(ok=ok))


def test_the_judgement_names_what_was_accepted_and_is_not_there():
    course = world.a_published_course()
    ok = _learn(course, world.lessons_of(course), batches=1)
    assert [
        f for f in faults(ok=ok) if not f.startswith(("state", "progress", "comp", "not"))
    ] == []
    fold_all()
    missing, unheard = uuid4(), ok[0]
    assert faults(ok=[*ok, missing]) == [f"accepted and not in the log: {missing}"]
    assert faults(ok=ok[1:]) == [f"in the log and never sent: {unheard}"]
    assert faults(ok=ok[1:], unknown=[unheard]) == []
