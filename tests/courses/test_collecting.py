"""Shelves show listed courses in their order; relations lead to what is listed today."""

import pytest
from django.test import Client

from courses.catalogue.collecting import courses_in
from courses.drafting.authoring import archive
from courses.models import Relation
from courses.releases.publishing import publish
from tests.api import Api
from tests.standing import a_collection
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db


def test_courses_stand_in_the_order_of_the_shelf_in_the_readers_language() -> None:
    one, two, draft = a_published_course("Un"), a_published_course("Deux"), a_draft("Trois")
    english = a_published_course("One", language="en", translates=one)
    shelf = a_collection(two, one, draft)
    assert [row.course for row in courses_in(shelf, "fr")] == [two, one]
    assert [row.course for row in courses_in(shelf, "en")] == [two, english]


def test_an_archived_course_leaves_the_shelf() -> None:
    course = a_published_course()
    shelf = a_collection(course)
    archive(item=course)
    assert courses_in(shelf, "fr") == []


def test_as_many_works_are_counted_as_are_shown(client: Client) -> None:
    one, gone, draft = a_published_course("Un"), a_published_course("Deux"), a_draft("Trois")
    a_published_course("One", language="en", translates=one)
    shelf, empty = a_collection(one, gone, draft), a_collection(draft)
    archive(item=gone)
    sizes = {row["slug"]: row["size"] for row in Api().results("/collections")}
    assert sizes == {shelf.slug: 1, empty.slug: 0}
    assert len(Api().get(f"/collections/{shelf.slug}").json()["courses"]) == 1


def test_a_collection_is_shown_once_it_is_public(client: Client) -> None:
    course = a_published_course()
    shown, hidden = a_collection(course), a_collection(course, title="Secret", is_public=False)
    assert course.title in client.get(f"/fr/collections/{shown.slug}").content.decode()
    assert "Secret" not in client.get("/fr/collections").content.decode()
    assert client.get(f"/fr/collections/{hidden.slug}").status_code == 404
    document = Api().get(f"/collections/{shown.slug}").json()
    assert [one["slug"] for one in document["courses"]] == [course.slug]
    assert [one["slug"] for one in Api().results("/collections")] == [shown.slug]


def test_a_long_shelf_takes_as_many_queries_as_a_short_one(
    django_assert_max_num_queries, client: Client
) -> None:
    shelf = a_collection(*(a_published_course(f"N{n}", lessons=("article",)) for n in range(12)))
    with django_assert_max_num_queries(4):
        client.get(f"/fr/collections/{shelf.slug}")


@pytest.mark.parametrize("kind", ["prerequisite", "related", "equivalent", "successor"])
def test_a_course_shows_what_it_says_of_others(kind: str, client: Client) -> None:
    other, course = a_published_course("L’autre cours"), a_draft("Celui-ci")
    Relation.objects.create(course=course, kind=kind, work=other.work)
    publish(course=course, by=None)
    assert other.title in client.get(f"/fr/courses/{course.slug}").content.decode()
    document = Api().get(f"/courses/{course.slug}").json()
    assert document["relations"] == [{"kind": kind, "work": other.work.key}]
    archive(item=other)
    assert other.title not in client.get(f"/fr/courses/{course.slug}").content.decode()


def test_a_relation_shows_once_it_is_published(client: Client) -> None:
    other, course = a_published_course("L’autre cours"), a_published_course("Celui-ci")
    Relation.objects.create(course=course, kind="related", work=other.work)
    assert other.title not in client.get(f"/fr/courses/{course.slug}").content.decode()
