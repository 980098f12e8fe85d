"""Waiting until a record is counted: as long as it is owed, not for others, and not for ever."""

import threading
import time
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from campus.records import waiting
from campus.records.appending import append
from campus.records.sharding import shard_of
from campus.records.waiting import wait_until_counted
from tests.racing import another_process, wait_until
from workers.progress.folding.reducing import lock_shard
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db(transaction=True)


def _in_shard(number: int) -> UUID:
    return UUID(int=uuid4().int & ~0xF | number)


def _position(record) -> int:
    (outcome,) = append([record])
    assert outcome.position is not None
    return outcome.position


@pytest.fixture
def briefly(monkeypatch):
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 0.2)


@pytest.fixture
def unhurried(monkeypatch):
    """As where only a worker folds."""
    monkeypatch.setattr(waiting, "_hurries", [])


def test_what_is_folded_is_not_waited_for(a_record):
    record = a_record()
    position = _position(record)
    fold_all()
    assert wait_until_counted(position, learners=[record.learner])


def test_what_is_owed_is_waited_for_and_then_given_up(a_record, briefly, unhurried):
    record = a_record()
    position = _position(record)
    began = time.monotonic()
    assert not wait_until_counted(position, learners=[record.learner])
    assert 0.2 <= time.monotonic() - began < 2
    assert wait_until_counted(position - 1, learners=[record.learner])


def test_the_fold_ends_the_waiting(a_record, unhurried):
    record = a_record()
    position = _position(record)
    with another_process() as run:
        fold = run(_fold_soon)
        assert wait_until_counted(position, learners=[record.learner])
        fold.result()


def test_people_of_other_shards_are_not_waited_for(a_record, briefly, unhurried):
    hers, others = a_record(learner=_in_shard(1)), a_record(learner=_in_shard(2))
    position = max(_position(hers), _position(others))
    connection.cursor().execute("DELETE FROM records_owed WHERE shard = 1")
    assert wait_until_counted(position, learners=[hers.learner])
    assert not wait_until_counted(position, learners=[hers.learner, others.learner])


def test_who_waits_folds_her_own_shard_and_no_other(a_record):
    hers, others = a_record(learner=_in_shard(1)), a_record(learner=_in_shard(2))
    position = max(_position(hers), _position(others))
    assert wait_until_counted(position, learners=[hers.learner])
    assert _shards_owed() == {2}


def test_nothing_is_folded_in_a_transaction_of_the_caller(a_record, briefly):
    record = a_record()
    position = _position(record)
    with transaction.atomic():
        assert not wait_until_counted(position, learners=[record.learner])
    assert _shards_owed() == {shard_of(record.learner)}
    assert wait_until_counted(position, learners=[record.learner])


def test_a_shard_that_another_folds_is_waited_for_and_not_locked(a_record, briefly):
    record = a_record()
    position = _position(record)
    with another_process() as run:
        held, enough = threading.Event(), threading.Event()
        fold = run(_hold, shard_of(record.learner), held, enough)
        assert held.wait(5)
        began = time.monotonic()
        assert not wait_until_counted(position, learners=[record.learner])
        assert time.monotonic() - began < 2
        enough.set()
        fold.result()
    assert wait_until_counted(position, learners=[record.learner])


def test_a_fault_in_folding_is_logged_and_met_once(a_record, briefly, monkeypatch, caplog):
    tried = []

    def fold_badly(shard: int) -> int:
        tried.append(shard)
        raise ValueError("cannot be folded")

    record = a_record()
    position = _position(record)
    monkeypatch.setattr(waiting, "_hurries", [fold_badly])
    assert not wait_until_counted(position, learners=[record.learner])
    assert tried == [shard_of(record.learner)]
    assert "is not folded for one who waits" in caplog.text


def test_a_position_that_the_log_has_not_is_not_waited_for(a_record):
    record = a_record()
    position = _position(record)
    fold_all()
    began = time.monotonic()
    assert not wait_until_counted(position + 1, learners=[record.learner])
    assert time.monotonic() - began < waiting.LONGEST_SECONDS / 2
    assert wait_until_counted(position, learners=[record.learner])


def test_what_else_is_asked_is_waited_for_too(a_record, briefly):
    record = a_record()
    position = _position(record)
    fold_all()
    answers = iter([False, False, True])
    assert wait_until_counted(position, learners=[record.learner], also=lambda: next(answers))


def test_many_are_answered_after_their_own_acts_at_once(a_record):
    """All in one process, of which each waits for another fold or another's fold of her shard."""
    records = [a_record() for _ in range(6)]
    positions = [_position(record) for record in records]
    with another_process() as run:
        asked = [
            run(wait_until_counted, position, learners=[record.learner])
            for record, position in zip(records, positions, strict=True)
        ]
        assert all(each.result() for each in asked)


def test_of_two_that_wait_long_one_is_answered_soon(a_record, monkeypatch):
    """Each holds a thread of the process; were both let, nobody else would be served."""
    monkeypatch.setattr(waiting, "LONGEST_SECONDS", 2.0)
    record = a_record()
    position = _position(record)
    fold_all()
    with another_process() as run:
        other = run(wait_until_counted, position, learners=[record.learner], also=lambda: False)
        wait_until(lambda: waiting._slots._value == 0)
        began = time.monotonic()
        assert not wait_until_counted(position, learners=[record.learner], also=lambda: False)
        assert time.monotonic() - began < 1
        assert not other.done()
        other.result()


def _shards_owed() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT shard FROM records_owed")
        return {shard for (shard,) in cursor.fetchall()}


@transaction.atomic
def _hold(shard: int, held: threading.Event, enough: threading.Event) -> None:
    assert lock_shard(shard)
    held.set()
    enough.wait(5)


def _fold_soon() -> int:
    time.sleep(0.3)
    return fold_all()
