"""What each page asks of the database, beside the session and the person: known, and constant."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.enrolment import enrol
from courses.rest import ready
from tests.world import Followed, a_team_with_a_track, lessons_of
from workers.progress.folding.shards import fold_all

from .conftest import BACKEND

SESSION_AND_PERSON = 2


@pytest.fixture
def of(db: None) -> Followed:
    of = a_team_with_a_track()
    enrol(person=of.lead, course=of.course)
    fold_all()
    return of


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/fr/", 2), ("/fr/courses", 0), ("/fr/courses/{course}", 2), ("{lesson}", 3)],
)
def test_a_strangers_page(
    of: Followed, address: str, queries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "SECONDS", 3600.0)
    assert _queries(Client(), of, address) == queries


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/fr/", 6),
        ("/fr/courses", 2),
        ("/fr/courses/{course}", 7),
        ("{lesson}", 7),
        ("/fr/learning", 3),
        ("/fr/tracks", 4),
        ("/fr/tracks/{track}", 6),
        ("/fr/teams/{team}", 14),
        ("/fr/courses/{course}/why", 9),
        ("/fr/tracks/{track}/why", 10),
        ("/fr/teams/{team}/tracks/{track}/why", 9),
        ("/fr/certificates", 4),
        ("/fr/account", 4),
    ],
)
def test_a_page_of_somebody_signed_in(of: Followed, address: str, queries: int) -> None:
    browser = Client()
    browser.force_login(of.lead, backend=BACKEND)
    assert _queries(browser, of, address) - SESSION_AND_PERSON == queries


def _queries(browser: Client, of: Followed, address: str) -> int:
    lesson = f"/fr/courses/{of.course.slug}/lessons/{lessons_of(of.course)[0].id}"
    path = address.format(
        course=of.course.slug, lesson=lesson, track=of.track.slug, team=of.team.id
    )
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)
