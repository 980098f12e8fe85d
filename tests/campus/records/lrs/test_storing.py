"""A request's statements are stored all or none, once, as they were sent."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from campus.records.lrs import storing
from campus.records.models import LearningRecord
from campus.records.proving import prove
from campus.records.xapi.statements import accepted
from campus.records.xapi.versions import Version
from tests import racing
from tests.campus.records.xapi.samples import AGENT, full

from .store import V1, V2, Store, a_statement, about

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def stored() -> set[str]:
    return {str(id_) for id_ in LearningRecord.objects.values_list("id", flat=True)}


@BOTH
def test_what_was_sent_is_answered_with_what_the_server_sets(version):
    store = Store(version=version)
    sent = full(attachments=[])
    store.keep(sent)
    found = store.one(sent["id"])
    by_us = {name: found.pop(name) for name in ("stored", "authority", "version")}
    for name in ("stored", "authority"):
        sent.pop(name)
    sent["context"]["contextActivities"]["parent"] = [
        sent["context"]["contextActivities"]["parent"]
    ]
    sent["timestamp"] = "2026-03-02T09:30:00.123Z"
    assert found == sent
    assert by_us["authority"]["account"]["name"] == str(store.system.id)
    assert by_us["version"] == ("1.0.0" if version == V1 else "2.0.0")


@BOTH
def test_the_time_of_storing_stands_for_one_that_was_not_told(version):
    store = Store(version=version)
    found = store.one(*store.keep(a_statement()))
    assert found["timestamp"] == found["stored"]


@BOTH
def test_a_batch_is_answered_with_its_ids_in_their_order(version):
    store = Store(version=version)
    with_id, without = a_statement(), a_statement()
    del without["id"]
    ids = store.post([with_id, without]).json()
    assert ids[0] == with_id["id"]
    assert UUID(ids[1])
    assert stored() == set(ids)


@BOTH
def test_one_bad_statement_keeps_the_whole_batch_out(version):
    store = Store(version=version)
    assert store.post([a_statement(), a_statement(verb={})]).status_code == 400
    assert stored() == set()


def test_one_conflict_keeps_the_whole_batch_out():
    store = Store()
    taken = a_statement()
    store.keep(taken)
    other = {**taken, "verb": {"id": "https://example.org/other"}}
    assert store.post([a_statement(), other]).status_code == 409
    assert stored() == {taken["id"]}


@BOTH
def test_the_same_statement_again_changes_nothing(version):
    store = Store(version=version)
    statement = a_statement(actor={**AGENT, "name": "Ada"}, timestamp="2026-03-02T09:00:00+01:00")
    store.keep(statement)
    again = {**statement, "timestamp": "2026-03-02T08:00:00.000Z"}
    assert store.post(again).json() == [statement["id"]]
    assert store.put(again, statementId=statement["id"]).status_code == 204
    assert stored() == {statement["id"]}


def test_two_of_a_batch_with_one_id_are_refused():
    store = Store()
    statement = a_statement()
    assert store.post([statement, statement]).status_code == 400
    upper = {**statement, "id": statement["id"].upper()}
    assert store.post([statement, upper]).status_code == 400
    assert stored() == set()


def test_another_version_makes_no_other_statement():
    one, other = Store(version=V1), Store(version=V2)
    statement = a_statement()
    one.keep(statement)
    assert other.post(statement).status_code == 200


def test_a_strangers_statement_owes_the_fold_nothing():
    store = Store()
    store.keep(a_statement())
    record = LearningRecord.objects.get()
    assert (record.learner_kind, record.learner, record.client) == (
        "stranger",
        None,
        store.system.id,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        assert cursor.fetchone() == (0,)


def test_what_other_systems_sent_is_proved_like_all_else():
    store = Store()
    store.keep(a_statement(), full(attachments=[]))
    assert prove().faults == []


def keep(store: Store, statement) -> list[str]:
    read = [accepted(statement, "", Version.V2)]
    return storing.store(
        client=store.system, statements=read, contents={}, version=Version.V2, now=NOW
    )


@pytest.mark.django_db(transaction=True)
def test_two_that_send_the_same_statement_at_once_both_succeed():
    store, statement = Store(), a_statement()
    with racing.another_process() as run:
        with transaction.atomic():
            keep(store, statement)
            late = run(keep, store, statement)
            racing.wait_until_blocked()
        assert late.result(timeout=10) == [statement["id"]]
    assert LearningRecord.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_send_other_content_under_one_id_the_later_is_refused():
    store, statement = Store(), a_statement()
    other = {**statement, "verb": {"id": "https://example.org/other"}}
    with racing.another_process() as run:
        with transaction.atomic():
            keep(store, statement)
            late = run(keep, store, other)
            racing.wait_until_blocked()
        with pytest.raises(storing.Conflict):
            late.result(timeout=10)
    assert LearningRecord.objects.count() == 1


def link_at_once(store: Store) -> list[str]:
    """A statement, and one about it that is stored before the other's transaction ends."""
    target = a_statement(verb={"id": "https://example.org/told"})
    reference = about(target["id"])
    with racing.another_process() as run:
        with transaction.atomic():
            keep(store, target)
            late = run(keep, store, reference)
            if not late.done():
                racing.wait_until(lambda: late.done() or racing.is_blocked())
        late.result(timeout=10)
    return [reference["id"], target["id"]]


@pytest.mark.django_db(transaction=True)
def test_a_statement_and_one_about_it_find_each_other_when_stored_at_once():
    store = Store()
    assert link_at_once(store) == store.found(verb="https://example.org/told")


@pytest.mark.django_db(transaction=True)
def test_without_waiting_for_each_other_they_would_not(monkeypatch):
    monkeypatch.setattr(storing, "wait_for_each_other", lambda ids, targets: None)
    store = Store()
    _reference, target = link_at_once(store)
    assert store.found(verb="https://example.org/told") == [target]


def test_a_registration_of_ours_without_the_scope_moves_nobody():
    store = Store()
    store.keep(a_statement(context={"registration": str(uuid4())}))
    assert LearningRecord.objects.get().registration is None
