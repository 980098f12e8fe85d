"""Seals cover every record once, wait for whoever is late, and show any change behind them."""

import psycopg
import pytest
from django.db import connection

from campus.records import sealing
from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.sealing import last_seal, root_of, seal
from tests.racing import another_process

pytestmark = pytest.mark.django_db(transaction=True)


def _seals() -> list[tuple[int, int, int, int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, after, last, records, root FROM records_seal ORDER BY number"
        )
        return [(*row[:4], bytes(row[4])) for row in cursor.fetchall()]


def _sealed() -> int:
    """As the scheduler does it: what was noted a minute ago is sealed now."""
    return seal() + seal()


def test_every_record_is_sealed_once(a_record):
    append([a_record() for _ in range(3)])
    assert _sealed() == 1
    append([a_record()])
    assert _sealed() == 1
    first, second = _seals()
    assert (first[3], second[3], second[1]) == (3, 1, first[2])
    assert root_of(b"", first[1], first[2]) == (3, first[4])
    assert root_of(first[4], second[1], second[2]) == (1, second[4])


def test_each_new_seal_is_told_to_the_operator_as_the_proof_takes_it_back(a_record, caplog):
    caplog.set_level("INFO")
    append([a_record()])
    _sealed()
    made = last_seal()
    assert f"sealed {made.number}:{made.root.hex()}" in caplog.messages
    caplog.clear()
    _sealed()
    assert caplog.messages == []


def test_nothing_new_makes_no_seal(a_record):
    append([a_record()])
    assert (_sealed(), _sealed()) == (1, 0)


def test_a_great_log_is_sealed_in_parts(a_record, monkeypatch):
    monkeypatch.setattr(sealing, "MOST_RECORDS", 2)
    append([a_record() for _ in range(5)])
    before = last_seal().last
    assert _sealed() >= 3
    assert sum(row[3] for row in _seals()) == 5
    assert last_seal().last > before


def test_a_seal_waits_for_a_record_that_is_not_committed_yet(a_record, owner):
    """It has its position already; a seal made now would leave it out for ever."""
    append([a_record()])
    with owner.transaction():
        _append_late(owner)
        append([a_record()])
        assert (seal(), seal()) == (0, 0)
    assert _sealed() >= 1
    assert sum(row[3] for row in _seals()) == LearningRecord.objects.count() == 3


def test_a_seal_waits_for_a_record_that_is_late_when_nobody_came_after_it(a_record, owner):
    """The open transaction is then the newest of all, and no other has ended after it began."""
    append([a_record()])
    with owner.transaction():
        _append_late(owner)
        assert (seal(), seal()) == (0, 0)
    assert _sealed() >= 1
    assert sum(row[3] for row in _seals()) == LearningRecord.objects.count() == 2


def test_a_changed_record_and_a_missing_one_do_not_fit_their_root(a_record, owner):
    one, other = a_record(), a_record()
    append([one, other])
    _sealed()
    ((_number, after, last, records, root),) = _seals()
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE records_record DISABLE TRIGGER append_only")
        for name in _months(owner):
            owner.execute(f"ALTER TABLE {name} DISABLE TRIGGER append_only")
        owner.execute("UPDATE records_record SET hash = '\\x00' WHERE id = %s", [one.id])
        assert _root(owner, after, last) != (records, root)
        owner.execute("DELETE FROM records_record WHERE id = %s", [other.id])
        assert _root(owner, after, last)[0] == records - 1
    assert root_of(b"", after, last) == (records, root)


def test_an_erased_person_leaves_the_seals_whole(a_record):
    record = a_record()
    append([record])
    _sealed()
    ((_number, after, last, *sealed),) = _seals()
    connection.cursor().execute("SELECT records_erase(%s)", [record.learner])
    assert root_of(b"", after, last) == tuple(sealed)


def test_two_schedulers_make_one_seal(a_record):
    append([a_record()])
    seal()
    with another_process() as run:
        made = [run(seal).result() for _ in range(2)]
    assert sum(made) == 1
    assert len(_seals()) == 1


def test_a_note_from_another_cluster_is_made_anew(a_record, owner):
    """A restored copy counts its transactions from below: waiting for the old ones never ends."""
    append([a_record()])
    seal()
    owner.execute("UPDATE records_seal_next SET horizon = '9000000000'::xid8")
    assert (seal(), seal()) == (0, 1)


def _append_late(owner: psycopg.Connection) -> None:
    owner.execute(
        "WITH id AS (INSERT INTO records_id VALUES (gen_random_uuid(), now()) RETURNING *)"
        " INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner,"
        " registration, object_kind, object, verb, trust, statement, salt, hash)"
        " SELECT id, stored_at, now(), 'person', id, id, 'lesson', id, 'completed', 'declared',"
        " '{}', '\\x00', '\\x00' FROM id"
    )


def _months(owner: psycopg.Connection) -> list[str]:
    rows = owner.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits"
        " WHERE inhparent = 'records_record'::regclass"
    )
    return [name for (name,) in rows]


def _root(owner: psycopg.Connection, after: int, last: int) -> tuple[int, bytes]:
    row = owner.execute(sealing.ROOT, {"before": b"", "after": after, "last": last}).fetchone()
    assert row is not None
    return row[0], bytes(row[1])
