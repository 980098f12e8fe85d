"""`verify_log` finds every way in which somebody with all rights could have changed the log."""

import io
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campus.records.appending import append
from campus.records.models import LearningRecord, Scope
from campus.records.proving import prove
from campus.records.sealing import seal
from campus.records.verbs import Trust
from campus.records.voiding import void
from courses.drafting.authoring import add_lesson
from courses.enrolment import enrol
from courses.moving import Moving, move
from courses.releases.publishing import publish
from tests import world
from tests.world import begun

from .lrs.store import Store, a_statement, that_she_completed, voiding

pytestmark = pytest.mark.django_db(transaction=True)

CUT = "statement = {0}, hash = sha256(salt || convert_to({0}, 'UTF8'))"
BRACES = "'{}'"


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
        ("UPDATE records_record SET verb = 'zzz'", "verb is not what the statement says"),
        ("UPDATE records_record SET trust = 'attested'", "trust is not what the statement says"),
        ("UPDATE records_record SET trust = 'graded'", "trust is not what the statement says"),
        ("UPDATE records_record SET learner_kind = 'team'", "learner_kind is not what"),
        ("UPDATE records_record SET asserted_by = id", "asserted_by is not what"),
        (f"UPDATE records_record SET {CUT.format('left(statement, 40)')}", "text cannot be read"),
        (f"UPDATE records_record SET {CUT.format(BRACES)}", "text cannot be read"),
        ("UPDATE records_record SET statement = '[7]'", "the text is not what was hashed"),
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


def test_whom_a_record_is_about_is_looked_up(owner):
    """Both are known here, so that the statement's name for the one leads to nobody else."""
    enrolment = begun(world.a_published_course(lessons=("article", "quiz")), lessons=1)
    other = world.a_learner("Une autre")
    assert prove().faults == []
    with without_guards(owner):
        owner.execute("UPDATE records_record SET learner = %s WHERE verb = 'completed'", [other.id])
    (record,) = LearningRecord.objects.filter(learner=other.id)
    assert prove().faults == [f"learner is not what the statement says: {record.id}"]
    with without_guards(owner):
        owner.execute("UPDATE records_record SET learner = gen_random_uuid()")
    assert len(prove().faults) == LearningRecord.objects.count() == 2
    assert enrolment.person_id != other.id


def test_who_attested_it_is_looked_up(owner, a_record):
    coach, other = world.a_person("Coach"), world.a_person("Une autre")
    named = {"asserted_by": coach.id, "asserted_actor": coach.actor}
    append([a_record(verb="attended", trust=Trust.ATTESTED, **named)])
    assert prove().faults == []
    with without_guards(owner):
        owner.execute("UPDATE records_record SET asserted_by = %s", [other.id])
    record = LearningRecord.objects.get()
    assert prove().faults == [f"asserted_by is not what the statement says: {record.id}"]


def test_joining_and_moving_say_which_release_is_read_from_then_on(owner, a_record):
    course = world.a_published_course(lessons=("article",))
    first = course.current_release
    enrolment, _is_new = enrol(person=world.a_learner(), course=course)
    added = add_lesson(module=course.modules.get(), title="Une de plus", kind="article")
    world._write(added, 10)
    publish(course=course, by=None)
    course.refresh_from_db()
    moved = Moving(enrolment.id, first.id, course.current_release.id)
    assert move(moving=[moved], by=enrolment.person) == {enrolment.id}
    assert prove().faults == []
    with without_guards(owner):
        owner.execute("UPDATE records_record SET release = id")
    faults = prove().faults
    assert len(faults) == 2
    assert all(fault.startswith("release is not what") for fault in faults)


def test_a_record_from_before_names_no_release_and_is_not_compared(a_record):
    said = {"object_kind": "course", "verb": "enrolled", "trust": Trust.OBSERVED}
    append([a_record(**said, release=uuid4())])
    assert prove().faults == []


def test_what_is_void_without_a_word_is_named(log):
    with connection.cursor() as cursor:  # the application's own role may do so much
        cursor.execute(
            "INSERT INTO records_void (voided, by) VALUES (%s, %s)", [log[0].id, uuid4()]
        )
        cursor.execute(
            "INSERT INTO records_void (voided, by) VALUES (%s, %s)", [log[1].id, log[2].id]
        )
    faults = prove().faults
    assert len(faults) == 2
    assert all(fault.startswith("void, and no statement takes it back") for fault in faults)


def test_what_was_taken_back_and_counts_again_is_named(log, owner):
    void(records=LearningRecord.objects.filter(id=log[0].id), by=world.a_person())
    assert prove().faults == []
    with without_guards(owner):
        owner.execute("DELETE FROM records_void")
    (fault,) = prove().faults
    assert fault.startswith(f"taken back, and counts: {log[0].id}")


def test_a_taking_back_in_another_enrolment_is_named(log, owner):
    void(records=LearningRecord.objects.filter(id=log[0].id), by=world.a_person())
    with without_guards(owner):
        owner.execute("UPDATE records_record SET registration = id WHERE verb = 'voided'")
    (fault,) = prove().faults
    assert fault.startswith("learner is not that of what is taken back")


def test_what_other_systems_take_back_is_proved_as_well(owner):
    enrolment = begun(world.a_published_course(lessons=("article", "quiz")), lessons=0)
    store = Store(Scope.ALL, Scope.ASSERT, asserts_on=[enrolment.course_id])
    said, strange = that_she_completed(enrolment), a_statement()
    store.keep(said, strange, voiding(said["id"]), voiding(strange["id"]))
    again = voiding(strange["id"])
    store.keep(again, voiding(again["id"]))
    assert prove().faults == []
    with without_guards(owner):
        owner.execute("DELETE FROM records_void")
    named = {fault.split()[4] for fault in prove().faults}
    assert named == {said["id"], strange["id"]}


def test_what_another_system_is_yet_to_send_is_not_void(a_record):
    early, other = Store(Scope.WRITE), Store(Scope.WRITE)
    target = a_statement()
    early.keep(voiding(target["id"]))
    other.keep(target)
    assert prove().faults == []


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
