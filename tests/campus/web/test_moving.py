"""A learner is told of a newer release, sees what it changes for her, and moves or stays."""

from collections.abc import Callable

import pytest
from django.test import Client

from campus.accounts.models import User
from courses.models import Course, Enrolment, Lesson
from courses.releases.correcting import correct
from tests.workers.progress.moving.test_moving import a_newer_release, numbers_of
from tests.world import a_learner, a_published_course, begun, done, lessons_of, say

pytestmark = pytest.mark.django_db

Browser = Callable[[User], Client]


@pytest.fixture
def course() -> Course:
    return a_published_course(lessons=("article", "article"))


@pytest.fixture
def enrolment(course: Course) -> Enrolment:
    return begun(course, lessons=1)


def test_her_course_page_leads_to_what_a_newer_release_changes(
    enrolment: Enrolment, course: Course, signed_in: Browser
) -> None:
    browser, link = signed_in(enrolment.person), f"/fr/courses/{course.slug}/move"
    assert link not in browser.get(f"/fr/courses/{course.slug}").content.decode()
    a_newer_release(course)
    assert link in browser.get(f"/fr/courses/{course.slug}").content.decode()
    page = browser.get(link).content.decode()
    assert "Une de plus 0" in page
    assert 'value="50"' in page
    assert 'value="33"' in page
    assert numbers_of(enrolment) == [(10, 20)]


def test_a_correction_is_no_newer_version(
    enrolment: Enrolment, course: Course, signed_in: Browser
) -> None:
    Lesson.objects.filter(pk=lessons_of(course)[0].pk).update(source="Mieux dit.")
    correct(course=course, by=None)
    page = signed_in(enrolment.person).get(f"/fr/courses/{course.slug}").content.decode()
    assert (
        "Mieux dit"
        in signed_in(enrolment.person)
        .get(f"/fr/courses/{course.slug}/lessons/{lessons_of(course)[0].id}")
        .content.decode()
    )
    assert f"/courses/{course.slug}/move" not in page


def test_a_lesson_that_weighs_otherwise_is_listed_once(
    enrolment: Enrolment, course: Course, signed_in: Browser
) -> None:
    lesson = lessons_of(course)[0]
    Lesson.objects.filter(pk=lesson.pk).update(minutes=25)
    a_newer_release(course)
    page = signed_in(enrolment.person).get(f"/en/courses/{course.slug}/move")
    told = page.context["lessons"]
    assert [one.id for one in told.weighs_otherwise] == [lesson.pk]
    listed = page.content.decode().count(f'lang="{course.language}">{lesson.title}<')
    assert listed == 1


def test_she_moves_and_goes_back(enrolment: Enrolment, course: Course, signed_in: Browser) -> None:
    a_newer_release(course)
    browser, address = signed_in(enrolment.person), f"/fr/courses/{course.slug}/move"
    seen = browser.get(address).context["seen"]
    sent = browser.post(address, {"release": 2, "seen": seen})
    assert sent["Location"] == f"/fr/courses/{course.slug}"
    assert numbers_of(enrolment) == [(10, 30)]
    seen = browser.get(address, {"release": 1}).context["seen"]
    browser.post(address, {"release": 1, "seen": seen})
    assert numbers_of(enrolment) == [(10, 20)]


def test_a_number_that_changed_since_leads_back_to_look_again(
    enrolment: Enrolment, course: Course, signed_in: Browser
) -> None:
    a_newer_release(course)
    browser, address = signed_in(enrolment.person), f"/fr/courses/{course.slug}/move"
    seen = browser.get(address).context["seen"]
    say(enrolment.person, done(enrolment, lessons_of(course)[1]))
    assert browser.post(address, {"release": 2, "seen": seen})["Location"] == address
    assert numbers_of(enrolment) == [(20, 20)]


@pytest.mark.parametrize("number", ["9", "x", "-1", "²", "9" * 30])
def test_a_release_that_is_not_there_is_not_found(
    number: str, enrolment: Enrolment, course: Course, signed_in: Browser
) -> None:
    address = f"/fr/courses/{course.slug}/move"
    assert signed_in(enrolment.person).get(address, {"release": number}).status_code == 404


def test_who_does_not_follow_the_course_has_nothing_to_move(
    course: Course, signed_in: Browser
) -> None:
    assert signed_in(a_learner()).get(f"/fr/courses/{course.slug}/move").status_code == 404
