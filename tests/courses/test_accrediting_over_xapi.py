"""What another record store says of learning elsewhere accredits once, and is unsaid by voiding."""

from typing import Any

import pytest
from django.conf import settings

from campus.records.models import Scope
from campus.records.proving import prove
from courses.accrediting.statements import vouch
from courses.models import Accreditation, Enrolment
from tests import world
from tests.campus.records.lrs.store import V1, V2, Store, a_statement, voiding
from tests.trainers import a_trainer
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db
ASSERTING = (Scope.WRITE, Scope.READ, Scope.ASSERT)
IRI = "https://autre.example/cours/7"


@pytest.fixture
def course():
    return world.a_published_course(
        lessons=("article", "article"), organisation=world.an_organisation()
    )


@pytest.fixture(autouse=True)
def trainer(course):
    trainer = a_trainer(course.organisation)
    vouch(iri=IRI, course=course, by=trainer)
    return trainer


@pytest.fixture
def awa():
    return world.a_learner("Awa Diop")


@pytest.fixture
def store(course) -> Store:
    return Store(*ASSERTING, asserts_on=[course.id])


def that_she(person, verb: str = "completed", **fields: Any) -> dict[str, Any]:
    account = {"homePage": settings.CAMPUS_IRI, "name": str(person.actor)}
    verb_ = {"id": f"http://adlnet.gov/expapi/verbs/{verb}"}
    return a_statement(
        **{"actor": {"account": account}, "verb": verb_, "object": {"id": IRI}} | fields
    )


def state_of(person) -> str:
    fold_all()
    return Progress.objects.get(enrolment=Enrolment.objects.get(person=person).id).state


@pytest.mark.parametrize("version", [V1, V2])
def test_a_course_learnt_elsewhere_is_accredited_once(course, awa, version):
    store = Store(*ASSERTING, asserts_on=[course.id], version=version)
    store.keep(that_she(awa), that_she(awa, "passed"))
    (row,) = Accreditation.objects.all()
    assert (row.person, row.course, row.source, row.address) == (awa, course, "xapi", IRI)
    assert state_of(awa) == "accredited"
    assert prove().faults == []


def test_the_same_statement_sent_again_changes_nothing(store, awa):
    said = that_she(awa)
    store.keep(said, said)
    assert Accreditation.objects.count() == 1


def test_voiding_the_statement_withdraws_what_it_accredited(store, awa, trainer):
    said = that_she(awa)
    store.keep(said)
    assert state_of(awa) == "accredited"
    store.keep(voiding(said["id"]))
    (row,) = Accreditation.objects.all()
    assert row.withdrawn_at
    assert row.withdrawn_by == trainer
    assert state_of(awa) == "not_started"


def test_another_statement_that_says_as_much_stands_in_for_a_voided_one(store, awa):
    completed, passed = that_she(awa), that_she(awa, "passed")
    store.keep(completed, passed, voiding(completed["id"]))
    live = Accreditation.objects.get(withdrawn_at=None)
    assert Accreditation.objects.count() == 2
    assert state_of(awa) == "accredited"
    store.keep(voiding(passed["id"]))
    live.refresh_from_db()
    assert live.withdrawn_at
    assert state_of(awa) == "not_started"


def test_what_a_client_says_that_may_not_assert_stands_in_for_nothing(store, awa):
    completed = that_she(awa)
    Store(Scope.WRITE).keep(that_she(awa, "passed"))
    store.keep(completed, voiding(completed["id"]))
    assert not Accreditation.objects.filter(withdrawn_at=None).exists()


def test_it_is_withdrawn_also_when_who_vouched_works_there_no_more(store, awa, trainer):
    said = that_she(awa)
    store.keep(said)
    trainer.roles.all().delete()
    store.keep(voiding(said["id"]))
    assert Accreditation.objects.get().withdrawn_at


def test_voiding_another_statement_withdraws_nothing(store, awa):
    said, other = that_she(awa), that_she(awa, "experienced")
    store.keep(said, other, voiding(other["id"]))
    assert not Accreditation.objects.get().withdrawn_at


def test_what_is_voided_beside_it_never_counts(store, awa):
    said = that_she(awa)
    assert store.post([said, voiding(said["id"])]).status_code == 200
    assert not Accreditation.objects.filter(withdrawn_at=None).exists()


def test_what_was_voided_before_it_came_never_counts(course, awa):
    store = Store(*ASSERTING, Scope.ALL, asserts_on=[course.id])
    said = that_she(awa)
    store.keep(voiding(said["id"]), said)
    assert not Accreditation.objects.exists()


@pytest.mark.parametrize("scopes", [(Scope.WRITE, Scope.READ), (Scope.ALL,)])
def test_a_client_that_may_not_assert_accredits_nothing(awa, scopes):
    Store(*scopes).keep(that_she(awa))
    assert not Accreditation.objects.exists()


def test_a_client_accredits_only_courses_that_are_named_to_it(awa):
    other = world.a_published_course("Un autre cours")
    Store(*ASSERTING, asserts_on=[other.id]).keep(that_she(awa))
    assert not Accreditation.objects.exists()


def test_a_course_that_is_no_longer_shown_keeps_nothing_from_being_stored(store, awa, course):
    type(course).objects.filter(id=course.id).update(current_release=None)
    said = that_she(awa)
    store.keep(said)
    assert not Accreditation.objects.exists()
    assert store.one(said["id"])["id"] == said["id"]
