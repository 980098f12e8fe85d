"""What another system asserts, and may assert, moves progress; what it takes back moves it back."""

import pytest

from campus.records.models import Scope
from courses.enrolment import enrol
from tests import world
from tests.campus.records.lrs.store import Store, that_she_completed, voiding
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress
from workers.progress.proving.verifying import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_progress_follows_what_a_client_says_and_takes_back():
    course = world.a_published_course(lessons=("article", "article"))
    enrolment = enrol(person=world.a_learner(), course=course)[0]
    store = Store(Scope.WRITE, Scope.ASSERT, asserts_on=[course.id])
    said = that_she_completed(enrolment)
    store.keep(said)
    fold_all()
    assert Progress.objects.get(enrolment=enrolment.id).fraction == 0.5
    assert verify().differences == []
    store.keep(voiding(said["id"]))
    fold_all()
    assert Progress.objects.get(enrolment=enrolment.id).fraction == 0
    assert verify().differences == []


def test_without_the_scope_progress_does_not_move():
    course = world.a_published_course(lessons=("article", "article"))
    enrolment = enrol(person=world.a_learner(), course=course)[0]
    Store(Scope.ALL).keep(that_she_completed(enrolment))
    fold_all()
    assert Progress.objects.get(enrolment=enrolment.id).fraction == 0
