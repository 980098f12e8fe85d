"""The log can only be appended to; a person can be erased from it; months come ahead of time."""

from uuid import uuid4

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.statements import NewRecord

CHANGES = [
    "UPDATE {} SET stored_at = now()",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
TABLES = ["records_record", "records_id", "{month}", "records_record_beyond", "records_id_3"]


def _this_month() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'records_record_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_the_application_has_no_right_to_change_the_log(change, table, a_record, two_roles):
    append([a_record()])
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table.format(month=_this_month())))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", TABLES)
def test_its_owner_is_refused_by_the_guard(change, table, a_record, owner):
    append([a_record()])
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(change.format(table.format(month=_this_month())))
    assert LearningRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES)
def test_its_owner_is_refused_though_the_log_is_empty(change, owner):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        owner.execute(change.format("records_record"))


@pytest.mark.django_db(transaction=True)
def test_without_its_guard_the_owner_could_change_the_log(a_record, owner):
    """The refusal above comes from the guard, and from nothing else."""
    append([a_record()])
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE records_record DISABLE TRIGGER append_only")
        assert owner.execute("DELETE FROM records_record").rowcount == 1


@pytest.mark.django_db
def test_erasing_a_person_leaves_id_time_and_hash(a_record):
    person = uuid4()
    hers, anothers = a_record(learner=person), a_record()
    append([hers, anothers])
    before = {row.id: row for row in LearningRecord.objects.all()}

    assert _erase(person) == 1

    after = {row.id: row for row in LearningRecord.objects.all()}
    left = after[hers.id]
    assert (left.stored_at, bytes(left.hash)) == (
        before[hers.id].stored_at,
        bytes(before[hers.id].hash),
    )
    assert left.erased_at is not None
    kept = {"id", "stored_at", "hash", "erased_at", "position", "learner_kind"}
    columns = {f.attname for f in LearningRecord._meta.concrete_fields} - kept
    assert {name: getattr(left, name) for name in columns} == dict.fromkeys(columns)
    assert after[anothers.id].statement == before[anothers.id].statement


@pytest.mark.django_db
def test_what_an_erased_person_attested_about_others_stays_without_her(a_record):
    coach = uuid4()
    append([a_record(object_kind="step", verb="attended", trust="attested", asserted_by=coach)])
    before = LearningRecord.objects.get()
    assert _erase(coach) == 0
    after = LearningRecord.objects.get()
    assert (before.asserted_by, after.asserted_by) == (coach, None)
    assert (after.statement, after.erased_at) == (before.statement, None)


@pytest.mark.django_db
def test_erasing_a_person_does_not_touch_a_team(a_record):
    team = uuid4()
    append([a_record(learner=team, learner_kind="team", object_kind="project", verb="approved")])
    assert _erase(team) == 0


@pytest.mark.django_db
def test_erasing_twice_erases_nothing_more(a_record):
    person = uuid4()
    append([a_record(learner=person)])
    assert [_erase(person), _erase(person)] == [1, 0]


@pytest.mark.django_db
def test_after_an_erasure_the_log_is_closed_again(a_record):
    person = uuid4()
    append([a_record(learner=person)])
    _erase(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('campus.erasing', true)")
        assert cursor.fetchone() != ("yes",)


def _erase(person: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_erase(%s)", [person])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_an_id_is_unique_across_all_months(a_record):
    record: NewRecord = a_record()
    append([record])
    again = "INSERT INTO records_id VALUES (%s, '2031-01-01Z')"
    with pytest.raises(Exception, match="records_id"), transaction.atomic():
        connection.cursor().execute(again, [record.id])


@pytest.mark.django_db(transaction=True)
def test_the_log_s_own_key_would_not_keep_it_unique(a_record, owner):
    """The control: a partitioned table is unique by month only, hence the table of ids."""
    append([a_record()])
    columns = ", ".join(
        field.attname
        for field in LearningRecord._meta.concrete_fields
        if field.attname != "stored_at"
    )
    with owner.transaction(force_rollback=True):
        owner.execute(
            f"INSERT INTO records_record (stored_at, {columns})"
            f" SELECT stored_at + interval '1 second', {columns} FROM records_record"
        )
        assert owner.execute(
            "SELECT count(DISTINCT id), count(*) FROM records_record"
        ).fetchone() == (
            1,
            2,
        )
