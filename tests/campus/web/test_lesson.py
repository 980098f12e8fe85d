"""The page of a lesson: read by anybody, marked as done by somebody who follows the course."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import User
from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Course, Lesson
from tests.world import a_learner, a_published_course, lessons_of
from workers.progress.folding.shards import fold_all

Browser = Callable[[User], Client]


def test_a_stranger_reads_the_text(stranger: Client) -> None:
    course = a_published_course()
    page = stranger.get(_address(course, lessons_of(course)[0])).content.decode()
    assert "Le texte de la leçon <em>Article 1</em>." in page
    assert "Vous lisez librement" in page


def test_what_a_stranger_reads_may_be_kept_and_is_not_sent_again(stranger: Client) -> None:
    course = a_published_course()
    address = _address(course, lessons_of(course)[0])
    first = stranger.get(address)
    assert "public" in first["Cache-Control"]
    assert "Cookie" in first["Vary"]
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_a_learner_reads_is_hers_alone(signed_in: Browser) -> None:
    course = a_published_course()
    answer = signed_in(a_learner()).get(_address(course, lessons_of(course)[0]))
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_marking_as_done_is_stored_once_however_often_it_is_sent(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    enrol(person=awa, course=course)
    first, second = lessons_of(course)
    browser = signed_in(awa)
    form = _form(browser, course, first)
    for _ in range(2):
        answer = browser.post(_address(course, first) + "/done", form)
        assert answer["Location"] == _address(course, second)
    assert LearningRecord.objects.filter(object=first.id, verb="completed").count() == 1
    fold_all()
    assert browser.get(_address(course, first)).context["state"] == "completed"


def test_the_last_lesson_leads_back_to_the_course(signed_in: Browser) -> None:
    course, awa = a_published_course(), a_learner()
    enrol(person=awa, course=course)
    last = lessons_of(course)[-1]
    browser = signed_in(awa)
    answer = browser.post(_address(course, last) + "/done", _form(browser, course, last))
    assert answer["Location"] == f"/fr/courses/{course.slug}"


def test_somebody_who_has_not_joined_is_told_to_join(signed_in: Browser) -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    form = {"record": str(uuid4()), "at": "2026-01-01T00:00:00+00:00"}
    answer = signed_in(a_learner()).post(_address(course, lesson) + "/done", form)
    assert answer.status_code == 404
    assert "inscrivez-vous d’abord" in answer.content.decode()


@pytest.mark.parametrize("form", [{}, {"record": "x"}, {"record": str(uuid4()), "at": "hier"}])
def test_a_form_that_lost_a_field_is_refused_and_stores_nothing(
    signed_in: Browser, form: dict[str, str]
) -> None:
    course, awa = a_published_course(), a_learner()
    enrol(person=awa, course=course)
    lesson = lessons_of(course)[0]
    answer = signed_in(awa).post(_address(course, lesson) + "/done", form)
    assert answer.status_code == 400
    assert not LearningRecord.objects.filter(object=lesson.id).exists()


def test_a_lesson_of_another_course_is_refused(signed_in: Browser) -> None:
    course, other, awa = a_published_course(), a_published_course(), a_learner()
    enrol(person=awa, course=course)
    foreign = lessons_of(other)[0]
    form = {"record": str(uuid4()), "at": "2026-01-01T00:00:00+00:00"}
    answer = signed_in(awa).post(_address(course, foreign) + "/done", form)
    assert answer.status_code == 400


def test_links_between_lessons_lead_to_the_page_in_the_readers_language(stranger: Client) -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    answer = stranger.get(f"/lessons/{lesson.id}", headers={"Accept-Language": "en"})
    assert answer["Location"] == f"/en/courses/{course.slug}/lessons/{lesson.id}"


def test_a_lesson_under_the_wrong_course_leads_to_its_own(stranger: Client) -> None:
    course, other = a_published_course(), a_published_course()
    lesson = lessons_of(course)[0]
    answer = stranger.get(f"/fr/courses/{other.slug}/lessons/{lesson.id}")
    assert (answer.status_code, answer["Location"]) == (301, _address(course, lesson))


def test_a_lesson_nobody_published_is_not_found(stranger: Client) -> None:
    course = a_published_course()
    assert stranger.get(f"/fr/courses/{course.slug}/lessons/{uuid4()}").status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_length_of_the_course(
    stranger: Client, signed_in: Browser
) -> None:
    short, long = a_published_course(), a_published_course(lessons=("article",) * 20)
    awa = a_learner()
    for course in (short, long):
        enrol(person=awa, course=course)
    fold_all()
    for browser in (stranger, signed_in(awa)):
        browser.get(_address(short, lessons_of(short)[0]))
        assert _queries(browser, short) == _queries(browser, long)


def _queries(browser: Client, course: Course) -> int:
    address = _address(course, lessons_of(course)[0])
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def _address(course: Course, lesson: Lesson) -> str:
    return f"/fr/courses/{course.slug}/lessons/{lesson.id}"


def _form(browser: Client, course: Course, lesson: Lesson) -> dict[str, str]:
    context = browser.get(_address(course, lesson)).context
    return {"record": str(context["record"]), "at": context["now"]}
