"""The catalogue: open, searched, narrowed, and as fast with many courses as with few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.world import a_draft, a_published_course


def test_a_stranger_sees_published_courses_and_no_drafts(stranger: Client) -> None:
    shown = a_published_course("Écrire simplement")
    hidden = a_draft("Brouillon secret")
    page = stranger.get("/fr/courses").content.decode()
    assert shown.title in page
    assert hidden.title not in page


def test_a_search_leaves_what_fits(stranger: Client) -> None:
    fits = a_published_course("Écrire simplement")
    other = a_published_course("Conduire un projet")
    page = stranger.get("/fr/courses", {"q": "ecrire"}).content.decode()
    assert fits.title in page
    assert other.title not in page


def test_a_search_that_finds_nothing_says_what_to_do(stranger: Client) -> None:
    a_published_course()
    page = stranger.get("/fr/courses", {"q": "introuvable"}).content.decode()
    assert "Aucun cours ne correspond" in page


@pytest.mark.parametrize(
    "query",
    [
        {"level": "9"},
        {"level": "x"},
        {"language": "klingon"},
        {"after": "x.y"},
        {"after": "3.018f0000-0000-7000-8000-000000000000"},
        {"q": "%_\0'\""},
        {"skill": "\0"},
    ],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(
    stranger: Client, query: dict[str, str]
) -> None:
    assert stranger.get("/fr/courses", query).status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_number_of_courses(stranger: Client) -> None:
    a_published_course()
    stranger.get("/fr/courses")
    few = _queries(stranger)
    for _ in range(9):
        a_published_course()
    stranger.get("/fr/courses", {"q": "rien"})
    assert _queries(stranger) == few == 2


def test_more_courses_than_a_page_holds_are_reached_by_the_next_page(stranger: Client) -> None:
    titles = {a_published_course(lessons=("article",)).title for _ in range(26)}
    first = stranger.get("/fr/courses")
    second = stranger.get("/fr/courses?" + first.context["next_query"])
    shown = [card.title for page in (first, second) for card in page.context["courses"]]
    assert sorted(shown) == sorted(titles)


def _queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/fr/courses", headers={"Authorization": "not answered from memory"})
    return len(queries)
