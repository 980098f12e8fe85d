"""Waiting until a record is counted: as long as it is owed, not for others, and not for ever."""

import threading
import time
from uuid import UUID, uuid4

import pytest
from django.db import connection

from campus.records import waiting
from campus.records.appending import append
from campus.records.waiting import wait_until_counted
from tests.racing import another_process
from workers.progress.folding import fold_all

pytestmark = pytest.mark.django_db(transaction=True)


def _in_lot(number: int) -> UUID:
    return UUID(int=uuid4().int & ~0xF | number)


def _position(record) -> int:
    (outcome,) = append([record])
    assert outcome.position is not None
    return outcome.position


@pytest.fixture
def briefly(monkeypatch):
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 0.2)


def test_what_is_folded_is_not_waited_for(a_record):
    record = a_record()
    position = _position(record)
    fold_all()
    assert wait_until_counted(position, learners=[record.learner])


def test_what_is_owed_is_waited_for_and_then_given_up(a_record, briefly):
    record = a_record()
    position = _position(record)
    began = time.monotonic()
    assert not wait_until_counted(position, learners=[record.learner])
    assert 0.2 <= time.monotonic() - began < 2
    assert wait_until_counted(position - 1, learners=[record.learner])


def test_the_fold_ends_the_waiting(a_record):
    record = a_record()
    position = _position(record)
    with another_process() as run:
        fold = run(_fold_soon)
        assert wait_until_counted(position, learners=[record.learner])
        fold.result()


def test_people_of_other_lots_are_not_waited_for(a_record, briefly):
    hers, others = a_record(learner=_in_lot(1)), a_record(learner=_in_lot(2))
    position = max(_position(hers), _position(others))
    connection.cursor().execute("DELETE FROM records_owed WHERE shard = 1")
    assert wait_until_counted(position, learners=[hers.learner])
    assert not wait_until_counted(position, learners=[hers.learner, others.learner])


def test_a_position_that_the_log_has_not_is_not_counted(a_record, briefly):
    record = a_record()
    position = _position(record)
    fold_all()
    assert not wait_until_counted(position + 1, learners=[record.learner])


def test_what_else_is_asked_is_waited_for_too(a_record, briefly):
    record = a_record()
    position = _position(record)
    fold_all()
    answers = iter([False, False, True])
    assert wait_until_counted(position, learners=[record.learner], also=lambda: next(answers))


def test_of_two_that_wait_one_is_answered_at_once(a_record, monkeypatch):
    """Each holds a thread of the process; were both let, nobody else would be served."""
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 1.0)
    record = a_record()
    position, others_begun = _position(record), threading.Event()

    def also() -> bool:
        others_begun.set()
        return False

    fold_all()
    other = threading.Thread(target=_wait_elsewhere, args=(position, record.learner, also))
    other.start()
    assert others_begun.wait(5)
    time.sleep(0.1)
    began = time.monotonic()
    assert not wait_until_counted(position, learners=[record.learner], also=lambda: False)
    assert time.monotonic() - began < 0.5
    other.join()


def _wait_elsewhere(position: int, learner: UUID, also) -> None:
    wait_until_counted(position, learners=[learner], also=also)
    connection.close()


def _fold_soon() -> int:
    time.sleep(0.3)
    return fold_all()
