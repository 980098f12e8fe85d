"""The catalogue: open, searched, narrowed, and as fast with many courses as with few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.rest import ready
from tests.world import a_draft, a_learner, a_published_course

from .conftest import BACKEND


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
        {"provider": "\0", "kind": "x" * 5_000},
        {"max_minutes": "x"},
        {"max_minutes": "9" * 300},
        {"duration": "7"},
        {"sort": "x", "before": ""},
        {"sort": "title", "after": "0.018f0000-0000-7000-8000-000000000000.3"},
        {"sort": "shortest", "before": "0.018f0000-0000-7000-8000-000000000000.x"},
        {"after": "9.018f0000-0000-7000-8000-000000000000.3"},
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


@pytest.mark.parametrize("order", ["", "sort=title", "sort=shortest", "q=ecrire"])
def test_pages_lead_forth_and_back_in_any_order(stranger: Client, order: str) -> None:
    for _ in range(50):
        a_published_course(lessons=("article",))
    pages = [stranger.get(f"/fr/courses?{order}")]
    while query := pages[-1].context["next_query"]:
        pages.append(stranger.get(f"/fr/courses?{query}"))
    shown = [[card.id for card in page.context["courses"]] for page in pages]
    assert [len(ids) for ids in shown] == [24, 24, 2]
    assert len({id_ for ids in shown for id_ in ids}) == 50
    back = pages[-1]
    for ids in shown[-2::-1]:
        back = stranger.get("/fr/courses?" + back.context["previous_query"])
        assert [card.id for card in back.context["courses"]] == ids
    assert back.context["previous_query"] == ""


def test_each_filter_in_use_can_be_removed_by_itself(stranger: Client) -> None:
    a_published_course(minutes=10)
    page = stranger.get("/fr/courses?q=ecrire&level=1&duration=30&max_minutes=45&sort=title")
    chips = {chip.name: chip.query for chip in page.context["chips"]}
    assert list(chips.values()) == [
        "q=ecrire&duration=30&max_minutes=45&sort=title",
        "q=ecrire&level=1&max_minutes=45&sort=title",
        "q=ecrire&level=1&duration=30&sort=title",
    ]
    assert stranger.get("/fr/courses").context["chips"] == []


def test_a_typing_error_is_corrected_and_said(stranger: Client) -> None:
    course = a_published_course("Algorithmes publics")
    page = stranger.get("/fr/courses", {"q": "algoritmes"})
    assert course.title in page.content.decode()
    assert "<strong>algorithmes</strong>" in page.content.decode()


def test_what_finds_nothing_says_whether_words_or_filters_are_why(stranger: Client) -> None:
    a_published_course()
    words = stranger.get("/en/courses", {"q": "introuvable"}).content.decode()
    assert "No course has all these words" in words
    filters = stranger.get("/en/courses", {"q": "simplement", "level": "4"}).content.decode()
    assert "the filters leave none of them" in filters
    assert "?q=simplement" in filters


def test_a_page_seen_before_comes_from_memory_to_strangers_alone(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "SECONDS", 3600.0)
    a_published_course()
    first = stranger.get("/fr/courses")
    with CaptureQueriesContext(connection) as queries:
        again = stranger.get("/fr/courses")
        known = stranger.get("/fr/courses", headers={"If-None-Match": first["ETag"]})
    assert (again.content, known.status_code, len(queries)) == (first.content, 304, 0)
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    person = a_learner()
    stranger.force_login(person, backend=BACKEND)
    mine = stranger.get("/fr/courses")
    assert person.name.split()[0] in mine.content.decode()
    stranger.logout()
    assert stranger.get("/fr/courses").content == first.content
    stranger.cookies["messages"] = "something"
    with CaptureQueriesContext(connection) as queries:
        stranger.get("/fr/courses")
    assert len(queries) > 0


def _queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/fr/courses", headers={"Authorization": "not answered from memory"})
    return len(queries)
