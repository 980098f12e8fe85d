"""What a reader sees of a correction: the words, the titles, and since when."""

import pytest
from django.test import Client

from courses.enrolment import enrol
from courses.models import Lesson
from courses.releases.correcting import correct
from tests.world import a_learner, a_published_course, lessons_of

pytestmark = pytest.mark.django_db


def _page(learner: object, course: object, lesson: object) -> str:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(learner)
    return client.get(f"/en/courses/{course.slug}/lessons/{lesson.id}").content.decode()


def test_the_page_says_on_which_day_it_was_corrected_and_names_it_so_in_the_outline() -> None:
    course, learner = a_published_course(), a_learner()
    first, second = lessons_of(course)
    enrol(person=learner, course=course)
    assert "Corrected on" not in _page(learner, course, first)
    Lesson.objects.filter(pk=first.pk).update(source="Sans faute.", title="Le bon titre")
    correct(course=course, by=None)
    shown = _page(learner, course, first)
    assert "Corrected on" in shown
    assert "Sans faute." in shown
    other = _page(learner, course, second)
    assert "Corrected on" not in other
    assert "Le bon titre" in other
