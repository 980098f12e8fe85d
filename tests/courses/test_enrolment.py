"""Joining and leaving a course: one enrolment for each person, work and period."""

import pytest
from django.db import transaction

from campus.errors import NotFound
from campus.records.models import LearningRecord
from courses.enrolment import enrol, find_enrolment, of_latest_period, renew, withdraw
from courses.models import Enrolment
from courses.releases.publishing import publish
from tests import world
from tests.racing import another_process, take_no_locks, wait_until_blocked


@pytest.fixture
def course(db):
    return world.a_published_course()


@pytest.fixture
def learner(db):
    return world.a_learner()


def _verbs() -> list[str]:
    rows = LearningRecord.objects.filter(object_kind="course").order_by("position")
    return list(rows.values_list("verb", flat=True))


def test_a_learner_is_pinned_to_the_current_release(learner, course):
    enrolment, is_new = enrol(person=learner, course=course)
    assert is_new
    assert enrolment.release == course.current_release
    assert _verbs() == ["enrolled"]
    record = LearningRecord.objects.get()
    assert (record.registration, record.trust) == (enrolment.registration, "observed")


def test_a_second_enrolment_is_the_first(learner, course):
    first, _ = enrol(person=learner, course=course)
    second, is_new = enrol(person=learner, course=course)
    assert (second.id, is_new) == (first.id, False)
    assert _verbs() == ["enrolled"]


def test_publishing_moves_nobody(learner, course):
    enrolment, _ = enrol(person=learner, course=course)
    _publish_again(course)
    again, _ = enrol(person=learner, course=course)
    enrolment.refresh_from_db()
    assert enrolment.release.number == again.release.number == 1
    assert enrol(person=world.a_learner("Zoé Blanc"), course=course)[0].release.number == 2


def test_an_older_release_may_be_chosen(learner, course):
    first = course.current_release
    _publish_again(course)
    assert enrol(person=learner, course=course, release=first)[0].release == first


def test_a_release_of_another_course_is_refused(learner, course):
    with pytest.raises(NotFound):
        enrol(person=learner, course=course, release=world.a_published_course().current_release)
    assert not Enrolment.objects.exists()


def test_a_course_that_was_never_published_is_refused(learner):
    with pytest.raises(NotFound) as refused:
        enrol(person=learner, course=world.a_draft())
    assert refused.value.code == "course_not_published"


def test_a_translation_is_the_same_work_and_the_same_enrolment(learner, course):
    english = world.a_published_course("Plain writing", language="en", translates=course)
    first, _ = enrol(person=learner, course=course)
    second, is_new = enrol(person=learner, course=english)
    assert (second.id, second.course_id, is_new) == (first.id, course.id, False)
    assert find_enrolment(person=learner, course=english) == first


def test_leaving_and_coming_back_is_one_enrolment(learner, course):
    enrolment, _ = enrol(person=learner, course=course)
    withdraw(enrolment=enrolment)
    withdraw(enrolment=enrolment)
    assert find_enrolment(person=learner, course=course) is None
    back, is_new = enrol(person=learner, course=course)
    assert (back.id, back.withdrawn_at, is_new) == (enrolment.id, None, False)
    assert _verbs() == ["enrolled", "withdrew", "enrolled"]


@pytest.mark.django_db(transaction=True)
def test_enrolling_twice_at_once_makes_one_enrolment():
    course, learner = world.a_published_course(), world.a_learner()
    with another_process() as run:
        with transaction.atomic():
            first, is_new = enrol(person=learner, course=course)
            second = run(enrol, person=learner, course=course)
            wait_until_blocked()
        again, is_new_too = second.result()
    assert (again.id, is_new, is_new_too) == (first.id, True, False)
    assert _verbs() == ["enrolled"]


@pytest.mark.parametrize(("is_guarded", "times"), [(True, 1), (False, 2)])
@pytest.mark.django_db(transaction=True)
def test_leaving_twice_at_once_is_said_once(is_guarded, times, monkeypatch):
    """Unguarded is the control: both find her still enrolled."""
    course, learner = world.a_published_course(), world.a_learner()
    enrolment, _ = enrol(person=learner, course=course)
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            withdraw(enrolment=enrolment)
            second = run(withdraw, enrolment=enrolment)
            wait_until_blocked()
        second.result()
    assert _verbs() == ["enrolled", *["withdrew"] * times]


class TestRenewing:
    def test_the_next_period_begins_anew_on_the_current_release(self, learner, course):
        first, _ = enrol(person=learner, course=course)
        _publish_again(course)
        second, is_new = renew(enrolment=first)
        assert (second.period, second.release.number, is_new) == (2, 2, True)
        assert second.registration != first.registration
        first.refresh_from_db()
        assert (first.period, first.release.number, first.withdrawn_at) == (1, 1, None)
        assert _verbs() == ["enrolled", "enrolled"]

    def test_asking_again_is_the_same_period_and_so_is_joining_the_course(self, learner, course):
        first, _ = enrol(person=learner, course=course)
        second, _ = renew(enrolment=first)
        again, is_new = renew(enrolment=first)
        joined, is_new_too = enrol(person=learner, course=course)
        assert (again.id, joined.id, is_new, is_new_too) == (second.id, second.id, False, False)
        assert find_enrolment(person=learner, course=course) == second
        assert _verbs() == ["enrolled", "enrolled"]

    def test_whoever_leaves_the_renewal_does_not_follow_the_period_before_instead(
        self, learner, course
    ):
        first, _ = enrol(person=learner, course=course)
        second, _ = renew(enrolment=first)
        withdraw(enrolment=second)
        assert find_enrolment(person=learner, course=course) is None
        back, is_new = enrol(person=learner, course=course)
        assert (back.id, back.withdrawn_at, is_new) == (second.id, None, False)
        withdraw(enrolment=second)
        renewed, is_new = renew(enrolment=first)
        assert (renewed.id, renewed.withdrawn_at, is_new) == (second.id, None, False)

    def test_a_period_that_was_left_is_renewed_and_stays_left(self, learner, course):
        first, _ = enrol(person=learner, course=course)
        withdraw(enrolment=first)
        second, is_new = renew(enrolment=first)
        first.refresh_from_db()
        assert (second.period, is_new) == (2, True)
        assert first.withdrawn_at

    def test_a_course_that_is_not_published_any_more_is_refused(self, learner, course):
        first, _ = enrol(person=learner, course=course)
        course.current_release = None
        course.save()
        first.refresh_from_db()
        with pytest.raises(NotFound):
            renew(enrolment=first)
        assert Enrolment.objects.count() == 1

    def test_of_each_person_and_work_the_latest_period_alone_is_found(self, learner, course):
        first, _ = enrol(person=learner, course=course)
        other, _ = enrol(person=world.a_learner("Zoé Blanc"), course=course)
        second, _ = renew(enrolment=first)
        assert set(Enrolment.objects.filter(of_latest_period())) == {second, other}

    @pytest.mark.django_db(transaction=True)
    def test_renewing_twice_at_once_opens_one_period(self):
        course, learner = world.a_published_course(), world.a_learner()
        first, _ = enrol(person=learner, course=course)
        with another_process() as run:
            with transaction.atomic():
                second, is_new = renew(enrolment=first)
                same = run(renew, enrolment=first)
                wait_until_blocked()
            again, is_new_too = same.result()
        assert (again.id, is_new, is_new_too) == (second.id, True, False)
        assert list(Enrolment.objects.order_by("period").values_list("period", flat=True)) == [1, 2]
        assert _verbs() == ["enrolled", "enrolled"]


def _publish_again(course):
    lesson = world.lessons_of(course)[0]
    lesson.source = "Un tout autre texte."
    lesson.save()
    publish(course=course, by=None)
    course.refresh_from_db()
