"""A month's partition is there before its first record, and a record without one is not lost."""

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from campus.records import months
from campus.records.appending import append
from campus.records.models import LearningRecord


def _partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits"
            " WHERE inhparent = 'records_record'::regclass ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _prepare(month: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_prepare_month(%s)", [month])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_this_month_and_the_next_three_are_there_from_the_start():
    assert len(_partitions()) == 4 + 1
    assert months.prepare() == 0


@pytest.mark.django_db
def test_a_month_is_made_once():
    assert _prepare("2031-05-20") is True
    assert _prepare("2031-05-01") is False
    assert "records_record_203105" in _partitions()


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
