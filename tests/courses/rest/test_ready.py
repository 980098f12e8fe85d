"""What is ready is handed out from memory, to nobody it is not for, and never for too long."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue import revising
from courses.catalogue.revising import Revision
from courses.enrolment import enrol
from courses.models import ReleaseLesson
from courses.releases.publishing import publish
from courses.rest import ready
from courses.rest.ready import Entry, Shelf
from tests.api import Api
from tests.world import a_learner, a_published_course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a test asks is asked within the second."""
    monkeypatch.setattr(ready, "SECONDS", 3600.0)


def addresses() -> list[str]:
    course = a_published_course()
    row = ReleaseLesson.objects.filter(release__course=course).first()
    assert row
    return [
        "/courses",
        "/courses?q=simplement",
        f"/courses/{course.slug}",
        f"/courses/{course.slug}/releases/1",
        f"/lessons/{row.lesson_id}",
        f"/lessons/{row.lesson_id}?release=1",
        f"/blobs/{row.blob_id}",
    ]


def test_what_was_read_once_is_read_again_without_the_database() -> None:
    api = Api()
    for path in addresses():
        first = api.get(path)
        with CaptureQueriesContext(connection) as asked:
            again = api.get(path)
        assert (again.status_code, again.content) == (200, first.content), path
        assert len(asked) == 0, path


def test_what_comes_from_memory_says_what_the_door_said() -> None:
    api = Api()
    for path in addresses():
        first, again = api.get(path), api.get(path)
        for name in ("ETag", "Cache-Control", "Content-Type", "Content-Security-Policy"):
            assert again.headers.get(name) == first.headers.get(name), (path, name)
        assert again.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in again.headers
        assert "Content-Language" not in again.headers


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}])
def test_bytes_by_their_digest_vary_with_nothing(headers: dict[str, str]) -> None:
    api, address = Api(), addresses()[-1]
    for _time in range(2):
        answer = api.get(address, **headers)
        assert answer.status_code in (200, 206, 304)
        assert "Vary" not in answer.headers
        assert "Content-Language" not in answer.headers


def test_a_known_etag_is_answered_from_memory_too() -> None:
    api = Api()
    for path in addresses():
        etag = api.get(path).headers["ETag"]
        with CaptureQueriesContext(connection) as asked:
            again = api.get(path, **{"If-None-Match": etag})
        assert (again.status_code, again.content, len(asked)) == (304, b"", 0), path
        assert again.headers["ETag"] == etag


def test_a_head_has_the_headers_and_no_body() -> None:
    api = Api()
    for path in addresses():
        got = api.get(path)
        head = api.client.head(f"/api/v1{path}")
        assert head.content == b""
        assert head.headers["ETag"] == got.headers["ETag"]
        assert head.headers["Content-Length"] == str(len(got.content))


def test_a_publication_is_seen_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    path = f"/lessons/{lesson.id}"
    api = Api()
    assert api.get(path).json()["release"] == 1
    lesson.source = "Le nouveau texte."
    lesson.save()
    publish(course=course, by=None)
    assert api.get(path).json()["release"] == 1, "within the second it may be as it was"
    monkeypatch.setattr(ready, "SECONDS", 0.0)
    assert api.get(path).json()["release"] == 2


def test_the_revision_is_asked_for_at_most_once_a_second() -> None:
    latest = ready.Latest()
    with CaptureQueriesContext(connection) as asked:
        assert {latest.current() for _ in range(100)} == {latest.current()}
    assert len(asked) == 1


def test_reading_goes_on_while_the_database_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    course = a_published_course()
    api = Api(raise_request_exception=False)
    path = f"/lessons/{lessons_of(course)[0].id}"
    assert api.get(path).status_code == 200

    def gone() -> Revision:
        raise OperationalError("the database is gone")

    monkeypatch.setattr(ready, "SECONDS", 0.0)
    monkeypatch.setattr(revising, "current", gone)
    assert api.get(path).status_code == 200
    assert Api(raise_request_exception=False).get(path).status_code == 503, "nothing was known yet"


@pytest.mark.parametrize("how", ["session", "X-Session-Token", "Authorization"])
def test_whoever_names_herself_is_not_answered_from_what_is_for_everybody(how: str) -> None:
    course = a_published_course()
    lesson = lessons_of(course)[0]
    learner = a_learner()
    enrol(person=learner, course=course)
    lesson.source = "Le nouveau texte."
    lesson.save()
    publish(course=course, by=None)
    api = Api()
    path = f"/lessons/{lesson.id}"
    assert api.get(path).json()["release"] == 2
    if how == "session":
        api.client.force_login(learner)
        assert api.get(path).json()["release"] == 1
        api.client.logout()
        assert api.get(path).json()["release"] == 2
    else:
        with CaptureQueriesContext(connection) as asked:
            api.get(path, **{how: "something"})
        assert len(asked) > 0


def test_addresses_in_a_page_are_those_of_the_host_it_was_asked_at() -> None:
    for _ in range(2):
        a_published_course()
    api = Api()
    for host in ("127.0.0.1:8000", "localhost:8000", "127.0.0.1:8000"):
        page = api.client.get("/api/v1/courses?limit=1", headers={"Host": host}).json()
        assert page["next"].startswith(f"http://{host}/api/v1/courses?")


def test_a_refusal_is_not_kept() -> None:
    api = Api()
    assert api.get("/courses/pas-encore").status_code == 404
    course = a_published_course()
    course.slug = "pas-encore"
    course.save()
    assert api.get("/courses/pas-encore").status_code == 200


def entry(size: int) -> Entry:
    return Entry(b"x" * size, (), (), '"e"', "")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 40_000)), max_size=60))
def test_the_shelf_never_holds_more_than_it_may(put: list[tuple[int, int]]) -> None:
    shelf = Shelf(most_bytes=100_000)
    for key, size in put:
        shelf.put(str(key), entry(size))
        kept = [found for n in range(21) if (found := shelf.find(str(n)))]
        assert sum(len(one.content) for one in kept) <= 100_000
        assert shelf.find(str(key)) == entry(size), "the newest is always there"


def test_the_oldest_goes_first() -> None:
    shelf = Shelf(most_bytes=100_000)
    for key in "abc":
        shelf.put(key, entry(45_000))
    assert [bool(shelf.find(key)) for key in "abc"] == [False, True, True]
