"""The verb that moves an enrolment to another release: a record says so, or nothing happens."""

from uuid import UUID

import pytest
from django.db import transaction

from campus.errors import Invalid
from campus.records.models import LearningRecord
from courses.enrolment import enrol, withdraw
from courses.models import Course, Enrolment, Lesson
from courses.moving import Moving, move, newer_release
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from tests.racing import another_process, take_no_locks, wait_until_blocked
from tests.trainers import a_trainer
from tests.world import a_learner, a_published_course, lessons_of


def another_release(course: Course) -> None:
    lesson = lessons_of(course)[0]
    Lesson.objects.filter(pk=lesson.pk).update(minutes=lesson.minutes + 5)
    publish(course=course, by=None)
    course.refresh_from_db()


def corrected(course: Course) -> None:
    Lesson.objects.filter(pk=lessons_of(course)[0].pk).update(source="Mieux dit.")
    correct(course=course, by=None)
    course.refresh_from_db()


def releases(enrolment: Enrolment) -> list[UUID]:
    return list(enrolment.course.releases.order_by("number").values_list("id", flat=True))


def moves_of(enrolment: Enrolment) -> int:
    said = LearningRecord.objects.filter(registration=enrolment.registration, verb="moved")
    return said.count()


@pytest.fixture
def enrolment(db: None) -> Enrolment:
    """On the first of two releases."""
    course = a_published_course()
    enrolment, _is_new = enrol(person=a_learner(), course=course)
    another_release(course)
    return enrolment


@pytest.mark.django_db
class TestTheVerb:
    def test_it_pins_the_release_and_the_record_names_it(self, enrolment: Enrolment) -> None:
        first, second = releases(enrolment)
        trainer = a_trainer()
        moving = [Moving(enrolment.id, first, second)]
        assert move(moving=moving, by=trainer) == {enrolment.id}
        enrolment.refresh_from_db()
        record = LearningRecord.objects.get(registration=enrolment.registration, verb="moved")
        assert enrolment.release_id == record.release == second
        assert (record.object_kind, record.object) == ("course", enrolment.course_id)

    def test_it_goes_back_by_another_record(self, enrolment: Enrolment) -> None:
        first, second = releases(enrolment)
        move(moving=[Moving(enrolment.id, first, second)], by=enrolment.person)
        move(moving=[Moving(enrolment.id, second, first)], by=enrolment.person)
        enrolment.refresh_from_db()
        assert (enrolment.release_id, moves_of(enrolment)) == (first, 2)

    def test_who_is_there_already_is_left_alone(self, enrolment: Enrolment) -> None:
        first, _second = releases(enrolment)
        assert move(moving=[Moving(enrolment.id, first, first)], by=enrolment.person) == set()
        assert moves_of(enrolment) == 0

    def test_who_reads_another_release_than_expected_is_left_alone(
        self, enrolment: Enrolment
    ) -> None:
        first, second = releases(enrolment)
        assert move(moving=[Moving(enrolment.id, second, first)], by=enrolment.person) == set()
        assert moves_of(enrolment) == 0

    def test_who_left_the_course_is_left_alone(self, enrolment: Enrolment) -> None:
        first, second = releases(enrolment)
        withdraw(enrolment=enrolment)
        assert move(moving=[Moving(enrolment.id, first, second)], by=enrolment.person) == set()

    def test_a_release_of_another_course_is_refused(self, enrolment: Enrolment) -> None:
        first, _second = releases(enrolment)
        other = a_published_course().current_release
        assert other is not None
        with pytest.raises(Invalid) as refused:
            move(moving=[Moving(enrolment.id, first, other.id)], by=enrolment.person)
        assert refused.value.code == "foreign_release"


@pytest.mark.django_db
class TestWhatIsNewer:
    def test_the_current_release_is_newer_than_hers(self, enrolment: Enrolment) -> None:
        enrolment = Enrolment.objects.get(pk=enrolment.pk)
        newer = newer_release(enrolment)
        assert newer is not None
        assert newer.number == 2

    def test_nothing_is_newer_than_the_current_one(self) -> None:
        enrolment, _ = enrol(person=a_learner(), course=a_published_course())
        assert newer_release(enrolment) is None

    def test_corrections_of_hers_are_no_newer_version(self) -> None:
        course = a_published_course()
        enrolment, _ = enrol(person=a_learner(), course=course)
        corrected(course)
        assert newer_release(Enrolment.objects.get(pk=enrolment.pk)) is None

    def test_the_correction_of_a_newer_one_is(self, enrolment: Enrolment) -> None:
        corrected(enrolment.course)
        newer = newer_release(Enrolment.objects.get(pk=enrolment.pk))
        assert newer is not None
        assert newer.number == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_who_move_her_at_once_do_not_both(
    is_guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unguarded is the control: the second moves her from where she no longer is."""
    course = a_published_course()
    enrolment, _is_new = enrol(person=a_learner(), course=course)
    another_release(course)
    another_release(course)
    first, second, third = releases(enrolment)
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            assert move(moving=[Moving(enrolment.id, first, second)], by=a_trainer())
            other = run(move, moving=[Moving(enrolment.id, first, third)], by=enrolment.person)
            wait_until_blocked()
        assert other.result(10) == (set() if is_guarded else {enrolment.id})
    assert moves_of(enrolment) == (1 if is_guarded else 2)
