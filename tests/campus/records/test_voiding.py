"""Staff take records about learning back; joining, leaving and moving they do the other way."""

import pytest

from campus.accounts.models import User
from campus.errors import Conflict
from campus.records.models import LearningRecord, Void
from campus.records.voiding import void
from courses.drafting.authoring import add_lesson
from courses.enrolment import enrol, withdraw
from courses.moving import Moving, move
from courses.releases.publishing import publish
from tests import world
from tests.world import done, lessons_of, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing() -> User:
    """Somebody who joined, did a lesson, moved and left."""
    course = world.a_published_course(lessons=("article", "article"))
    learner = world.a_learner()
    enrolment, _is_new = enrol(person=learner, course=course)
    say(learner, done(enrolment, lessons_of(course)[0]))
    added = add_lesson(module=course.modules.get(), title="Une de plus", kind="article")
    world._write(added, 10)
    publish(course=course, by=None)
    course.refresh_from_db()
    assert course.current_release
    move(moving=[Moving(enrolment.id, enrolment.release_id, course.current_release.id)], by=learner)
    withdraw(enrolment=enrolment)
    return learner


@pytest.mark.parametrize("verb", ["enrolled", "moved", "withdrew"])
def test_what_changed_the_enrolment_itself_is_not_taken_back(standing, verb):
    records = LearningRecord.objects.filter(verb__in=["completed", verb])
    with pytest.raises(Conflict) as refused:
        void(records=records, by=world.a_person())
    assert refused.value.code == "not_taken_back"
    assert not Void.objects.exists()


def test_a_lesson_is_taken_back_once(standing):
    records = LearningRecord.objects.filter(verb="completed")
    assert void(records=records, by=world.a_person()) == 1
    assert void(records=records, by=world.a_person()) == 0
