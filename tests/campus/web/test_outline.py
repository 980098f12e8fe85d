"""What stands above the lessons: the module's title where it says more than the course's."""

import pytest
from django.test import Client

from courses.drafting.authoring import add_lesson, add_module
from courses.models import Course
from courses.releases.publishing import publish
from tests.world import a_draft, lessons_of

pytestmark = pytest.mark.django_db
HEADING = 'class="outline__module"'


def pages_of(course: Course, client: Client) -> list[str]:
    publish(course=course, by=None)
    base = f"/fr/courses/{course.slug}"
    addresses = [base, f"{base}/lessons/{lessons_of(course)[0].id}"]
    return [client.get(address).content.decode() for address in addresses]


def test_an_only_module_named_like_its_course_is_not_named_again(client: Client) -> None:
    course = a_draft("Écrire simplement")
    course.modules.update(title=course.title)
    for page in pages_of(course, client):
        assert HEADING not in page
        assert "outline__lessons" in page


def test_an_only_module_with_a_title_of_its_own_is_named(client: Client) -> None:
    course = a_draft("Écrire simplement")
    course.modules.update(title="Première partie")
    for page in pages_of(course, client):
        assert page.count(HEADING) == 1


def test_of_several_modules_each_is_named(client: Client) -> None:
    course = a_draft("Écrire simplement")
    course.modules.update(title=course.title)
    lesson = add_lesson(module=add_module(course=course, title="Suite"), title="Lire")
    type(lesson).objects.filter(pk=lesson.pk).update(source="Une phrase.")
    for page in pages_of(course, client):
        assert page.count(HEADING) == 2
