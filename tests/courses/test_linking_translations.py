"""A course leads to its translations and to related courses by slug, while they are listed."""

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import Course, Relation
from courses.releases.publishing import publish
from tests.api import Api, assert_problem
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db


def a_translation(of: Course, *, language: str = "en", is_published: bool = True) -> Course:
    course = a_draft(of.title)
    course.work, course.language = of.work, language
    course.save()
    if is_published:
        publish(course=course, by=None)
    return course


def test_a_course_tells_its_translations_when_asked() -> None:
    course = a_published_course("Écrire")
    other = a_translation(course)
    told = Api().get(f"/courses/{course.slug}?expand=translations").json()["translations"]
    assert told == [{"slug": other.slug, "title": other.title, "language": "en"}]
    back = Api().get(f"/courses/{other.slug}?expand=translations").json()["translations"]
    assert [one["slug"] for one in back] == [course.slug]
    assert "translations" not in Api().get(f"/courses/{course.slug}").json()


def test_a_draft_and_an_archived_course_are_no_translations(client: Client) -> None:
    course = a_published_course("Écrire")
    draft, old = a_translation(course, language="es", is_published=False), a_translation(course)
    assert old.slug in client.get(f"/fr/courses/{course.slug}").content.decode()
    old.archived_at = timezone.now()
    old.save()
    told = Api().get(f"/courses/{course.slug}?expand=translations").json()
    assert told["translations"] == []
    page = client.get(f"/en/courses/{course.slug}").content.decode()
    assert old.slug not in page
    assert draft.slug not in page


def test_relations_lead_to_courses_that_are_listed() -> None:
    course, other, hidden = a_draft("Un"), a_published_course("Deux"), a_draft("Trois")
    for kind, to in (("prerequisite", other), ("related", hidden)):
        Relation.objects.create(course=course, kind=kind, work=to.work)
    publish(course=course, by=None)
    told = Api().get(f"/courses/{course.slug}?expand=relations").json()["relations"]
    linked = {"slug": other.slug, "title": other.title, "language": "fr"}
    assert {one["kind"]: one["course"] for one in told} == {"prerequisite": linked, "related": None}
    assert_problem(Api().get(f"/courses/{course.slug}?expand=friends"), 400, "bad_expand")
