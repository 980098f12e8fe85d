"""Appending: every accepted id is in the log exactly once, whatever is sent twice or at once."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from campus.records.appending import (
    RECORDS_BELL,
    Entry,
    Status,
    _entry,
    append,
    append_entries,
)
from campus.records.models import LearningRecord
from campus.records.sharding import shard_of
from campus.records.statements import NewRecord
from tests.racing import another_process, wait_until_blocked

LATER = datetime(2026, 3, 2, 9, 31, tzinfo=UTC)


def _statuses(records: list[NewRecord]) -> list[Status]:
    return [outcome.status for outcome in append(records)]


def _owed() -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM records_owed")
        return {id_ for (id_,) in cursor.fetchall()}


@pytest.mark.django_db
def test_a_new_record_is_stored_and_owed_to_the_fold(a_record):
    record = a_record()
    assert _statuses([record]) == [Status.STORED]
    assert _owed() == {record.id}


@pytest.mark.django_db
def test_the_same_record_again_is_a_duplicate_and_owes_nothing(a_record):
    record = a_record()
    append([record])
    connection.cursor().execute("DELETE FROM records_owed")
    assert _statuses([record]) == [Status.DUPLICATE]
    assert _owed() == set()
    assert LearningRecord.objects.count() == 1


@pytest.mark.django_db
def test_the_same_moment_in_another_zone_is_the_same_record(a_record):
    record = a_record(occurred_at=LATER)
    append([record])
    paris = LATER.astimezone(timezone(timedelta(hours=1)))
    assert _statuses([replace(record, occurred_at=paris)]) == [Status.DUPLICATE]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [{"verb": "experienced"}, {"occurred_at": LATER}, {"result": {"duration": "PT5M"}}],
    ids=str,
)
def test_the_same_id_with_other_content_is_a_conflict_and_changes_nothing(change, a_record):
    record = a_record()
    append([record])
    before = LearningRecord.objects.get()
    assert _statuses([replace(record, **change)]) == [Status.CONFLICT]
    assert LearningRecord.objects.get().statement == before.statement


@pytest.mark.django_db
def test_a_mixed_batch_is_answered_item_by_item_in_order(a_record):
    old, taken, new = a_record(), a_record(), a_record()
    append([old, taken])
    batch = [new, old, replace(taken, verb="experienced"), new, replace(new, verb="experienced")]
    assert _statuses(batch) == [
        Status.STORED,
        Status.DUPLICATE,
        Status.CONFLICT,
        Status.DUPLICATE,
        Status.CONFLICT,
    ]
    assert LearningRecord.objects.get(id=new.id).verb == new.verb
    assert LearningRecord.objects.count() == 3


@pytest.mark.django_db
def test_of_one_id_twice_in_a_batch_the_first_is_stored(a_record):
    first = a_record()
    append([first, replace(first, verb="experienced")])
    assert LearningRecord.objects.get().verb == first.verb


@pytest.mark.django_db
def test_an_erased_record_cannot_come_back(a_record):
    record = a_record()
    append([record])
    connection.cursor().execute("SELECT records_erase(%s)", [record.learner])
    assert _statuses([record]) == [Status.CONFLICT]
    assert LearningRecord.objects.get().statement is None


@pytest.mark.django_db
def test_the_stored_hash_is_of_the_salt_and_the_statement(a_record):
    append([a_record(), a_record()])
    rows = list(LearningRecord.objects.all())
    for row in rows:
        assert row.statement is not None
        text = bytes(row.salt or b"") + row.statement.encode()
        assert hashlib.sha256(text).digest() == bytes(row.hash)
    assert len({bytes(row.salt or b"") for row in rows}) == 2


@pytest.mark.django_db
def test_a_score_is_kept_beside_the_statement(a_record):
    append([a_record(verb="passed", result={"score": {"scaled": 0.75}, "success": True})])
    assert LearningRecord.objects.get().score == 0.75


@pytest.mark.django_db
def test_a_batch_costs_the_same_queries_whatever_its_size(a_record):
    counts = []
    for size in (10, 500):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            append([a_record() for _ in range(size)])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 2


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit(a_record, rung):
    with transaction.atomic():
        append([a_record()])
        assert rung == []
    assert rung == [RECORDS_BELL]


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_no_record_nothing_owed_and_no_bell(a_record, rung):
    with transaction.atomic():
        append([a_record()])
        transaction.set_rollback(True)
    assert (LearningRecord.objects.count(), _owed(), rung) == (0, set(), [])


@pytest.mark.django_db(transaction=True)
def test_duplicates_ring_no_bell(a_record, rung):
    record = a_record()
    append([record])
    append([record])
    assert rung == [RECORDS_BELL]


@pytest.mark.django_db(transaction=True)
def test_the_same_id_twice_at_once_is_stored_once(a_record):
    record = a_record()
    with another_process() as run:
        with transaction.atomic():
            append([record])
            second = run(_statuses, [record])
            wait_until_blocked()
        assert second.result() == [Status.DUPLICATE]
    assert LearningRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_is_stored_where_the_first_was_rolled_back(a_record):
    record = a_record()
    with another_process() as run:
        with transaction.atomic():
            append([record])
            second = run(_statuses, [record])
            wait_until_blocked()
            transaction.set_rollback(True)
        assert second.result() == [Status.STORED]
    assert LearningRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sent", ["ascending", "descending"])
@pytest.mark.parametrize("about", ["nobody", "one learner"])
def test_batches_that_overlap_in_another_order_wait_but_never_deadlock(a_record, sent, about):
    learner = uuid4()
    made = [_of_nobody() if about == "nobody" else _entry(a_record(learner=learner)) for _ in "ab"]
    low, high = sorted(made, key=lambda entry: entry.id)
    batch = [low, high] if sent == "ascending" else [high, low]
    with another_process() as run:
        with transaction.atomic():
            append_entries([low])
            second = run(append_entries, batch)
            wait_until_blocked()
            append_entries([high])
        assert {outcome.status for outcome in second.result()} == {Status.DUPLICATE}
    assert LearningRecord.objects.count() == 2


def _of_nobody() -> Entry:
    """What another system says of somebody who is not of the campus."""
    return Entry(id=uuid4(), statement=b"{}", client=uuid4(), authority="{}")


@pytest.mark.django_db
def test_a_record_is_owed_in_the_shard_of_its_learner(a_record):
    records = [a_record(learner=UUID(int=uuid4().int & ~0xFF | byte)) for byte in (0, 15, 16, 255)]
    append(records)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, shard FROM records_owed")
        owed = dict(cursor.fetchall())
    assert owed == {record.id: shard_of(record.learner) for record in records}


@pytest.mark.django_db(transaction=True)
def test_two_devices_of_one_learner_take_their_places_one_after_the_other(a_record):
    """Else the later place could count while the earlier one is still on its way."""
    hers = a_record(learner=UUID(int=1))
    with another_process() as run:
        with transaction.atomic():
            (first,) = append([hers])
            second = run(append, [a_record(learner=hers.learner)])
            wait_until_blocked()
            (others,) = run(append, [a_record(learner=UUID(int=2))]).result()
            assert not second.done()
        (second_outcome,) = second.result()
    assert first.position < others.position < second_outcome.position


@pytest.mark.django_db(transaction=True)
def test_batches_about_many_learners_never_wait_for_each_other_crosswise(a_record):
    learners = [UUID(int=number) for number in range(40)]

    def send(learners: list[UUID]) -> None:
        for _ in range(20):
            append([a_record(learner=learner) for learner in learners])

    with another_process() as run:
        for sent in [run(send, learners), run(send, learners[::-1])]:
            sent.result()
    assert LearningRecord.objects.count() == 2 * 20 * 40
