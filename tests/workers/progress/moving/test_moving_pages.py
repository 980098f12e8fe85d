"""Trainers move people: they choose a release, look at who goes from where to where, then do it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import Role, User
from campus.jobs.models import Job
from courses.enrolment import enrol
from courses.models import Course, CourseRelease, Enrolment
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.workers.progress.moving.test_moving import a_newer_release, numbers_of
from tests.world import a_learner, a_published_course, an_organisation, begun, done, lessons_of, say
from workers.progress.models import Move
from workers.progress.moving.carrying_out import carry_out
from workers.progress.moving.looking import look

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return a_published_course(lessons=("article", "article"), organisation=an_organisation())


@pytest.fixture
def trainer(course: Course) -> User:
    return a_trainer(course.organisation)


@pytest.fixture
def release(course: Course) -> CourseRelease:
    return a_newer_release(course)


def begin_on_the_first(course: Course) -> Enrolment:
    first = course.releases.get(number=1)
    enrolment, _is_new = enrol(person=a_learner(), course=course, release=first)
    say(enrolment.person, done(enrolment, lessons_of(course)[0]))
    return enrolment


def work(job: Job) -> None:
    carry_out(job, lambda done, total: None)


def test_a_release_is_chosen_then_looked_at(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    enrolment = begin_on_the_first(course)
    admin = Admin(trainer)
    form = admin.get("progress_move_add", course=course.id)
    assert "Release 2" in form.content.decode()
    sent = admin.post("progress_move_add", data={"release": release.id}, course=course.id)
    move = Move.objects.get()
    assert sent["Location"].endswith(f"/{move.id}/change/")
    page = admin.get("progress_move_change", move.id).content.decode()
    assert str(enrolment.person) in page
    assert "50 %" in page
    assert "33 %" in page
    assert "Une de plus 0" in page
    assert numbers_of(enrolment) == [(10, 20)]


def test_the_button_starts_the_job_and_its_end_is_shown(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    enrolment = begin_on_the_first(course)
    move, admin = look(course=course, release=release, by=trainer), Admin(trainer)
    sent = admin.post("progress_move_change", move.id, data={"deed": "move"})
    job = Job.objects.get()
    assert str(job.id) in sent["Location"]
    work(job)
    assert numbers_of(enrolment) == [(10, 30)]
    page = admin.get("progress_move_change", move.id).content.decode()
    assert "1 person moved" in page
    admin.post("progress_move_change", move.id, data={"deed": "undo"})
    undo = Move.objects.get(undoes=move)
    admin.post("progress_move_change", undo.id, data={"deed": "move"})
    work(Job.objects.exclude(pk=job.pk).get())
    assert numbers_of(enrolment) == [(10, 20)]


def test_asking_twice_is_refused_in_words(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    begin_on_the_first(course)
    move, admin = look(course=course, release=release, by=trainer), Admin(trainer)
    admin.post("progress_move_change", move.id, data={"deed": "move"})
    again = admin.post("progress_move_change", move.id, data={"deed": "move"})
    assert "asked for already" in admin.said(again)
    assert Job.objects.count() == 1


def test_without_a_course_one_is_chosen_first(course: Course, trainer: User) -> None:
    other = a_published_course("Celui des autres", organisation=an_organisation())
    admin = Admin(trainer)
    page = admin.get("progress_move_add").content.decode()
    assert course.title in page
    assert other.title not in page
    sent = admin.post("progress_move_add", data={"course": course.id})
    assert str(course.id) in sent["Location"]


@pytest.mark.parametrize("kind", [Role.Kind.AUTHOR, Role.Kind.MANAGER])
def test_authors_and_managers_move_nobody(course: Course, kind: str) -> None:
    admin = Admin(a_trainer(course.organisation, kind=kind))
    assert admin.get("progress_move_add", course=course.id).status_code == 403


def test_a_trainer_of_another_organisation_finds_nothing(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    begin_on_the_first(course)
    move = look(course=course, release=release, by=trainer)
    other = Admin(a_trainer(an_organisation("Ailleurs")))
    assert other.get("progress_move_change", move.id).status_code == 404
    assert other.post("progress_move_change", move.id, data={"deed": "move"}).status_code == 404
    assert other.get("progress_move_add", course=course.id).status_code == 404
    assert Admin(a_staff_member()).get("progress_move_change", move.id).status_code == 200


def test_the_list_holds_the_moves_of_ones_organisation(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    begun(course, lessons=0)
    begin_on_the_first(course)
    look(course=course, release=release, by=trainer)
    assert course.title in Admin(trainer).get("progress_move_changelist").content.decode()
    other = Admin(a_trainer(an_organisation("Ailleurs")))
    assert course.title not in other.get("progress_move_changelist").content.decode()


def test_the_page_asks_as_many_questions_for_one_as_for_many(
    course: Course, trainer: User, release: CourseRelease
) -> None:
    admin = Admin(trainer)

    def questions(people: int) -> int:
        for _number in range(people):
            begin_on_the_first(course)
        move = look(course=course, release=release, by=trainer)
        with CaptureQueriesContext(connection) as asked:
            admin.get("progress_move_change", move.id)
        return len(asked)

    questions(1)
    assert questions(1) == questions(10)
