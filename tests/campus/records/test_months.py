"""A month's partition is there before its first record, and a record without one is not lost."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, connection, transaction

from campus.records import months
from campus.records.appending import append
from campus.records.models import LearningRecord
from tests.racing import another_process, wait_until_blocked


def _partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'records_record'::regclass ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def in_the_first_month(monkeypatch):
    """The month the database was made in; a run may last into the next."""
    first = min(name for name in _partitions() if name[-6:].isdigit())[-6:]
    now = f"'{first[:4]}-{first[4:]}-15'::timestamp"
    monkeypatch.setattr(
        months, "_PREPARE", months._PREPARE.replace("now() AT TIME ZONE 'UTC'", now)
    )


def _prepare(month: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_prepare_month(%s)", [month])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_this_month_and_the_next_three_are_there_from_the_start(in_the_first_month):
    assert len(_partitions()) == 4 + 1
    assert months.prepare() == 0


@pytest.mark.django_db
def test_a_month_is_made_once():
    assert _prepare("2031-05-20") is True
    assert _prepare("2031-05-01") is False
    assert "records_record_203105" in _partitions()


@pytest.mark.django_db
def test_a_month_made_later_is_made_as_the_first_were():
    _prepare("2031-05-01")
    first, later = _made_of(_partitions()[0]), _made_of("records_record_203105")
    assert first == later
    assert len(first) > 10


@pytest.fixture
def reader(owner: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """Somebody who reads the whole log for long, as a dump does."""
    with psycopg.connect(owner.info.dsn, password=owner.info.password) as reading:
        reading.execute("SELECT count(*) FROM records_record")
        yield reading


@pytest.mark.django_db(transaction=True)
def test_a_month_that_waits_for_a_reader_holds_no_append_up(reader, a_record):
    with another_process() as run:
        made = run(_prepare, "2031-05-20")
        wait_until_blocked()
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '500ms'")
        append([a_record()])
        assert not made.done()
        with pytest.raises(OperationalError, match="lock timeout"):
            made.result()
    reader.rollback()
    assert _prepare("2031-05-20")


@pytest.mark.django_db(transaction=True)
def test_months_that_cannot_be_made_now_are_made_the_next_time(
    reader, in_the_first_month, monkeypatch
):
    monkeypatch.setattr(months, "_AHEAD", 4)
    assert months.prepare() == 0
    reader.rollback()
    assert months.prepare() == 1


@pytest.mark.django_db
def test_nobody_may_change_a_month_made_by_the_application(two_roles):
    _prepare("2031-05-01")
    _put_into("2031-05-09T12:00Z")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("DELETE FROM records_record_203105")


@pytest.mark.django_db(transaction=True)
def test_nobody_may_change_a_month_made_by_the_owner(owner: psycopg.Connection, two_roles):
    owner.execute("SELECT records_prepare_month('2031-05-01')")
    _put_into("2031-05-09T12:00Z")
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.cursor().execute("DELETE FROM records_record_203105")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute("DELETE FROM records_record_203105")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute("TRUNCATE records_record_203105")


@pytest.mark.django_db
def test_a_record_beyond_all_months_is_kept_and_holds_its_month_up():
    _put_into("2040-02-03T12:00Z")
    assert LearningRecord.objects.count() == 1
    assert _prepare("2040-02-01") is False
    assert _prepare("2040-03-01") is True


@pytest.mark.django_db
def test_a_record_of_today_lies_in_this_month(a_record):
    append([a_record()])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tableoid::regclass::text"
            " = 'records_record_' || to_char(stored_at AT TIME ZONE 'UTC', 'YYYYMM')"
            " FROM records_record"
        )
        assert cursor.fetchall() == [(True,)]


def _made_of(partition: str) -> list[str]:
    """Its columns, constraints, indexes and triggers, but for its own bounds and names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%s %%s %%s %%s', attname, atttypid::regtype, attnotnull,"
            " pg_get_expr(adbin, adrelid)) FROM pg_attribute LEFT JOIN pg_attrdef"
            " ON (adrelid, adnum) = (attrelid, attnum)"
            " WHERE attrelid = %(of)s::regclass AND attnum > 0"
            " UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %(of)s::regclass AND contype <> 'n'"
            " UNION ALL SELECT replace(indexdef, %(of)s, '') FROM pg_indexes"
            " WHERE tablename = %(of)s"
            " UNION ALL SELECT replace(pg_get_triggerdef(oid), %(of)s, '') FROM pg_trigger"
            " WHERE tgrelid = %(of)s::regclass ORDER BY 1",
            {"of": partition},
        )
        return [line for (line,) in cursor.fetchall()]


def _put_into(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner,"
            " registration, object_kind, object, verb, trust, statement, salt, hash)"
            " VALUES (gen_random_uuid(), %s, now(), 'person', gen_random_uuid(),"
            " gen_random_uuid(), 'lesson', gen_random_uuid(), 'completed', 'declared', '{}',"
            " 'salt', 'hash')",
            [moment],
        )
