"""A large catalogue is made of courses like any other."""

import pytest
from django.core.management import CommandError, call_command

from campus.demo.scaled import about
from campus.demo.scaling import SLUG, grow
from courses.catalogue.listing import list_course
from courses.compiling import compile_course
from courses.models import Course, Listing, Word
from courses.releases.publishing import publish
from tests.api import Api


def test_a_number_always_means_the_same_course_and_no_other_has_its_title() -> None:
    made = [about(number) for number in range(2_000)]
    assert made == [about(number) for number in range(2_000)]
    assert len({one.title for one in made}) == 2_000
    assert {one.language for one in made} == {"fr", "en"}


@pytest.mark.django_db
def test_such_a_course_is_as_publishing_would_have_made_it() -> None:
    assert grow(3) == 3
    for course in Course.objects.filter(slug__startswith=SLUG):
        listed = Listing.objects.filter(course=course).values().get()
        assert compile_course(course).outline.digest == course.current_release.outline_id
        assert publish(course=course, by=None).number == 1
        list_course(course, course.current_release)
        assert Listing.objects.filter(course=course).values().get() == listed
    assert Word.objects.exists()


@pytest.mark.django_db
def test_growing_again_adds_only_what_lacks() -> None:
    assert (grow(2), grow(2), grow(3)) == (2, 0, 1)


@pytest.mark.django_db
def test_it_is_in_the_catalogue_and_can_be_read() -> None:
    grow(2)
    page = Api().get("/courses").json()
    assert (page["total"], len(page["facets"]["skill"])) == (2, 4)
    course = Api().get(f"/courses/{page['results'][0]['slug']}").json()
    lesson = course["modules"][0]["lessons"][0]
    assert Api().get(f"/lessons/{lesson['id']}").status_code == 200


def test_production_is_refused(settings: object, db: None) -> None:
    settings.IS_DEVELOPMENT = False  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="only for development"):
        call_command("demo", "--scale", "3")
    assert not Course.objects.exists()
