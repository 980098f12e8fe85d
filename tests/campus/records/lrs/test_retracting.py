"""Another system takes back what it sent, or whatever there is if it may do all."""

import pytest

from campus.records.models import LearningRecord, Scope, Void
from tests import world
from tests.world import begun

from .store import V1, V2, Store, a_statement, about, voiding

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("version", [V1, V2])


@BOTH
def test_a_voided_statement_is_only_found_as_a_voided_one(version):
    store = Store(version=version)
    kept, target = a_statement(), a_statement()
    store.keep(kept, target, voiding(target["id"]))
    assert store.get(statementId=target["id"]).status_code == 404
    assert store.get(voidedStatementId=target["id"]).json()["id"] == target["id"]
    assert store.get(statementId=kept["id"]).status_code == 200
    assert store.get(voidedStatementId=kept["id"]).status_code == 404


@BOTH
def test_nothing_takes_back_what_takes_back(version):
    store = Store(version=version)
    target = a_statement()
    taking_back = voiding(target["id"])
    store.keep(target, taking_back, voiding(taking_back["id"]))
    assert store.get(statementId=taking_back["id"]).status_code == 200
    assert store.get(statementId=target["id"]).status_code == 404


def test_a_client_takes_back_its_own_and_no_others():
    mine, other = (Store(Scope.WRITE, Scope.READ) for _ in range(2))
    target = a_statement()
    mine.keep(target)
    refused = voiding(target["id"])
    assert other.post(refused).status_code == 403
    assert other.get(statementId=target["id"]).status_code == 200
    assert other.get(statementId=refused["id"]).status_code == 404
    assert mine.post(voiding(target["id"])).status_code == 200
    assert mine.get(statementId=target["id"]).status_code == 404


def test_who_may_do_all_takes_back_what_others_sent():
    mine, all_ = Store(Scope.WRITE), Store(Scope.ALL)
    target = a_statement()
    mine.keep(target)
    all_.keep(voiding(target["id"]))
    assert all_.get(statementId=target["id"]).status_code == 404


@pytest.mark.parametrize("scopes", [(Scope.ALL,), (Scope.WRITE, Scope.READ)])
def test_what_comes_after_being_taken_back_is_void_at_once(scopes):
    store, target = Store(*scopes), a_statement()
    store.keep(voiding(target["id"]), target)
    assert store.get(statementId=target["id"]).status_code == 404
    assert store.get(voidedStatementId=target["id"]).status_code == 200


@pytest.mark.parametrize(("verb", "status"), [("enrolled", 403), ("completed", 200)])
def test_joining_is_not_taken_back_and_a_lesson_is(verb, status):
    begun(world.a_published_course(lessons=("article", "article")), lessons=1)
    record = LearningRecord.objects.get(verb=verb)
    answer = Store(Scope.ALL).post(voiding(str(record.id)))
    assert answer.status_code == status
    assert Void.objects.filter(voided=record.id).exists() == (status == 200)


def test_nobody_takes_back_what_another_is_yet_to_send():
    other, mine = (Store(Scope.WRITE, Scope.READ) for _ in range(2))
    target = a_statement()
    other.keep(voiding(target["id"]))
    mine.keep(target)
    assert mine.get(statementId=target["id"]).status_code == 200


def test_a_batch_may_take_back_what_it_brings():
    store, target = Store(), a_statement()
    assert store.post([voiding(target["id"]), target]).status_code == 200
    assert store.get(voidedStatementId=target["id"]).status_code == 200


def test_a_remark_on_a_statement_does_not_void_it():
    store, target = Store(), a_statement()
    store.keep(target, about(target["id"]))
    assert store.get(statementId=target["id"]).status_code == 200


def test_taking_back_twice_leaves_the_first_word():
    store, target = Store(), a_statement()
    first = voiding(target["id"])
    store.keep(target, first, voiding(target["id"]))
    assert str(Void.objects.get().by) == first["id"]


def test_taking_back_what_was_folded_has_its_enrolment_read_again():
    enrolment = begun(world.a_published_course(lessons=("article",)), lessons=1)
    lesson = LearningRecord.objects.get(object_kind="lesson")
    store = Store(Scope.ALL)
    store.keep(voiding(str(lesson.id)))
    record = LearningRecord.objects.get(verb="voided")
    assert (record.learner, record.registration) == (enrolment.person_id, enrolment.registration)
    assert (record.object_kind, record.object) == ("statement", lesson.id)
    assert (record.client, record.trust) == (store.system.id, "declared")
    assert lesson not in LearningRecord.objects.counting()
