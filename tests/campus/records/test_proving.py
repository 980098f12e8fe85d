"""`verify_log` finds every way in which somebody with all rights could have changed the log."""

import io
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.proving import prove
from campus.records.sealing import seal
from campus.records.voiding import void
from tests import world
from tests.world import begun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(a_record):
    """Three sealed records, and one that is not sealed yet."""
    records = [a_record(result={"score": {"scaled": 0.5}, "duration": "PT1M"}) for _ in range(3)]
    append(records)
    seal(), seal()
    append([a_record()])
    return records


@contextmanager
def without_guards(owner: psycopg.Connection):
    """As somebody who owns the database could: what she does here stays."""
    tables = [
        name
        for (name,) in owner.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
        )
    ]
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    try:
        yield
    finally:
        for table in tables:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def test_an_untouched_log_is_whole(log):
    proof = prove()
    assert (proof.faults, proof.records, proof.unsealed, proof.last.number) == ([], 4, 1, 1)


def test_what_the_campus_itself_writes_says_what_its_columns_say():
    enrolment = begun(world.a_published_course(lessons=("article", "quiz")), lessons=1)
    void(records=LearningRecord.objects.filter(object_kind="lesson"), by=enrolment.person)
    assert prove().faults == []
    assert LearningRecord.objects.filter(verb="voided").exists()


def test_an_erased_person_leaves_it_whole(log):
    connection.cursor().execute("SELECT records_erase(%s)", [log[0].learner])
    assert prove().faults == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE records_record SET statement = statement || ' '",
            "the text is not what was hashed",
        ),
        ("UPDATE records_record SET score = 1", "score is not what the statement says"),
        ("UPDATE records_record SET seconds = 9", "seconds is not what the statement says"),
        ("UPDATE records_record SET verb = 'passed'", "verb is not what the statement says"),
        ("UPDATE records_record SET object = id", "object is not what the statement says"),
        ("UPDATE records_record SET registration = id", "registration is not what"),
        ("UPDATE records_record SET occurred_at = now()", "occurred_at is not what"),
        ("UPDATE records_record SET hash = sha256(hash)", "its root does not fit"),
        ("DELETE FROM records_record", "seal 1 is over 3 records, and there are 2"),
        ("DELETE FROM records_record", "id without a record"),
        ("DELETE FROM records_id", "record without its id"),
    ],
)
def test_a_change_to_one_record_is_named(log, owner, change, found):
    with without_guards(owner):
        owner.execute(f"{change} WHERE id = %s", [log[1].id])
    assert any(found in fault for fault in prove().faults), prove().faults


def test_a_text_changed_with_its_hash_does_not_fit_the_seal(log, owner):
    with without_guards(owner):
        owner.execute(
            "UPDATE records_record SET statement = replace(statement, '0.5', '1.0'), score = 1,"
            " hash = sha256(salt || convert_to(replace(statement, '0.5', '1.0'), 'UTF8'))"
            " WHERE id = %s",
            [log[1].id],
        )
    assert prove().faults == ["seal 1: its root does not fit the records under it"]


def test_a_log_cut_short_with_its_seals_does_not_fit_what_was_noted(log, owner, a_record):
    noted = prove().last
    with without_guards(owner):
        for table in ("records_record", "records_id", "records_seal"):
            owner.execute(f"DELETE FROM {table}")
    append([a_record()])
    assert prove().faults == []
    expected = {noted.number: noted.root}
    assert prove(expected=expected).faults == ["seal 1 is gone: the log was cut short"]
    seal(), seal()
    assert prove(expected=expected).faults == ["seal 1 is another than the one that was noted"]


def test_a_seal_taken_out_is_missed(log, owner, a_record):
    append([a_record()])
    seal(), seal()
    append([a_record()])
    seal(), seal()
    with without_guards(owner):
        owner.execute("DELETE FROM records_seal WHERE number = 2")
    assert "seal 3 does not follow seal 1" in prove().faults


def test_the_command_prints_what_to_note_and_takes_it_back(log):
    said = io.StringIO()
    call_command("verify_log", stdout=said)
    noted = said.getvalue().rsplit(" ", 1)[1].strip()
    call_command("verify_log", "--expect", noted, stdout=said)
    other = noted[:-1] + ("0" if noted[-1] != "0" else "1")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_log", "--expect", other, stdout=said)


def test_the_command_refuses_what_is_no_seal():
    with pytest.raises(CommandError, match="is no seal"):
        call_command("verify_log", "--expect", "abc")
