"""A statement of another system moves progress if all speaks for it, else it is only stored."""

from typing import Any

import pytest
from django.conf import settings

from campus.records.models import LearningRecord, Scope
from campus.records.proving import prove
from courses.enrolment import enrol, withdraw
from courses.models import Enrolment
from tests import world

from .store import V1, V2, Store, that_she_completed, voiding

pytestmark = pytest.mark.django_db
ASSERTING = (Scope.WRITE, Scope.READ, Scope.ASSERT)


@pytest.fixture
def awa():
    return world.a_learner("Awa Diop")


@pytest.fixture
def course():
    return world.a_published_course(lessons=("article", "quiz"))


@pytest.fixture
def enrolment(awa, course) -> Enrolment:
    return enrol(person=awa, course=course)[0]


@pytest.fixture
def store(course) -> Store:
    return Store(*ASSERTING, asserts_on=[course.id])


def recorded(statement: dict[str, Any]) -> LearningRecord:
    return LearningRecord.objects.get(id=statement["id"])


@pytest.mark.parametrize("version", [V1, V2])
def test_what_a_client_asserts_about_a_learner_is_folded_as_its_word(enrolment, course, version):
    store = Store(*ASSERTING, asserts_on=[course.id], version=version)
    result = {"duration": "PT5M", "score": {"scaled": 0.5}, "completion": True}
    statement = that_she_completed(enrolment, result=result, timestamp="2026-03-02T10:00:00+01:00")
    store.keep(statement)
    record = recorded(statement)
    assert (record.learner_kind, record.learner) == ("person", enrolment.person_id)
    assert (record.registration, record.release) == (enrolment.registration, enrolment.release_id)
    assert (record.verb, record.trust, record.client) == ("completed", "declared", store.system.id)
    assert (record.seconds, record.score) == (300, 0.5)
    assert record.occurred_at.isoformat() == "2026-03-02T09:00:00+00:00"
    assert prove().faults == []


def test_a_statement_without_a_time_happened_when_it_came(store, enrolment):
    statement = that_she_completed(enrolment)
    store.keep(statement)
    assert recorded(statement).occurred_at is not None
    assert prove().faults == []


def test_what_the_client_asserted_is_found_once(store, enrolment):
    statement = that_she_completed(enrolment)
    store.keep(statement)
    assert store.found(registration=enrolment.registration)[0] == statement["id"]
    assert len(store.found(registration=enrolment.registration)) == 2
    assert store.found(activity=statement["object"]["id"]) == [statement["id"]]
    assert store.found(agent=statement["actor"])[0] == statement["id"]


ADL = "http://adlnet.gov/expapi/verbs"
FALLING_SHORT: dict[str, dict[str, Any]] = {
    "an address instead of the name we gave": {"actor": {"mbox": "mailto:awa@example.org"}},
    "no registration": {"context": {}},
    "no such verb here": {"verb": {"id": "https://example.org/did"}},
    "a verb that only the campus says": {"verb": {"id": f"{ADL}/passed"}},
    "an object that is not ours": {"object": {"id": "https://example.org/lesson"}},
    "an agent": {"object": {"objectType": "Agent", "mbox": "mailto:a@example.org"}},
}


@pytest.mark.parametrize("fields", FALLING_SHORT.values(), ids=FALLING_SHORT)
def test_what_falls_short_is_stored_and_moves_nobody(store, enrolment, fields):
    statement = that_she_completed(enrolment, **fields)
    store.keep(statement)
    assert recorded(statement).learner is None
    assert store.one(statement["id"])["id"] == statement["id"]


def test_under_another_persons_name_nobody_is_moved(store, enrolment):
    other = {"homePage": settings.CAMPUS_IRI, "name": str(world.a_learner().actor)}
    statement = that_she_completed(enrolment, actor={"account": other})
    store.keep(statement)
    assert recorded(statement).learner is None


def test_in_a_course_that_is_not_named_to_it_a_client_moves_nobody(enrolment):
    foreign = world.a_published_course()
    store = Store(*ASSERTING, asserts_on=[foreign.id])
    statement = that_she_completed(enrolment)
    store.keep(statement)
    assert recorded(statement).learner is None


def test_without_the_scope_even_all_others_move_nobody(enrolment):
    statement = that_she_completed(enrolment)
    Store(Scope.ALL).keep(statement)
    assert recorded(statement).learner is None


def test_whoever_left_the_course_is_not_moved(store, enrolment):
    withdraw(enrolment=enrolment)
    statement = that_she_completed(enrolment)
    store.keep(statement)
    assert recorded(statement).learner is None


def test_answers_to_a_quiz_prove_nothing_from_elsewhere(store, enrolment, course):
    quiz = world.quiz_of(course)
    response = {f"{settings.CAMPUS_IRI}/x/response": {}}
    statement = that_she_completed(
        enrolment,
        verb={"id": "http://adlnet.gov/expapi/verbs/answered"},
        object={"id": f"{settings.CAMPUS_IRI}/lessons/{quiz.id}"},
        result={"extensions": response},
    )
    store.keep(statement)
    assert recorded(statement).learner is None


def test_taking_back_what_was_asserted_has_it_read_again(store, enrolment):
    statement = that_she_completed(enrolment)
    taking_back = voiding(statement["id"])
    store.keep(statement, taking_back)
    assert recorded(taking_back).registration == enrolment.registration
    assert not LearningRecord.objects.counting().filter(id=statement["id"]).exists()
    assert prove().faults == []


def test_asserted_and_taken_back_in_one_batch_it_is_read_again_too(store, enrolment):
    statement = that_she_completed(enrolment)
    taking_back = voiding(statement["id"])
    assert store.post([statement, taking_back]).status_code == 200
    assert recorded(taking_back).learner == enrolment.person_id
