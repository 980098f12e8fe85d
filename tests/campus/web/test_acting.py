"""The page after an act holds it; a page that follows no act waits for nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campus.accounts.models import User
from campus.owed import claiming
from campus.records.models import LearningRecord
from campus.web.acting import AFTER
from courses.enrolment import enrol
from tests.world import a_learner, a_published_course, a_team_with_a_track, lessons_of
from workers.progress.folding.teams import TEAM_PROGRESS

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[User], Client]


def form() -> dict[str, str]:
    return {"record": str(uuid4()), "at": timezone.now().isoformat()}


@pytest.fixture
def course():
    return a_published_course()


@pytest.fixture
def browser(course, signed_in: Browser) -> Client:
    awa = a_learner()
    enrol(person=awa, course=course)
    return signed_in(awa)


def address(course, number: int) -> str:
    return f"/fr/courses/{course.slug}/lessons/{lessons_of(course)[number].id}"


def test_the_page_that_a_form_leads_to_counts_what_it_said(course, browser: Client) -> None:
    answer = browser.post(f"{address(course, 0)}/done", form())
    page = browser.get(answer["Location"])
    lessons = [lesson for module in page.context["modules"] for lesson in module.lessons]
    assert [lesson.is_done for lesson in lessons] == [True, False]
    assert page.context["standing"].progress.fraction == 0.5


def test_only_that_page_asks_whether_it_is_counted(course, browser: Client) -> None:
    browser.post(f"{address(course, 0)}/done", form())
    assert browser.cookies[AFTER].value == str(LearningRecord.objects.latest("position").position)
    with CaptureQueriesContext(connection) as first:
        browser.get("/fr/learning")
    with CaptureQueriesContext(connection) as second:
        browser.get("/fr/learning")
    asked = ["records_owed" in " ".join(q["sql"] for q in some) for some in (first, second)]
    assert (asked, browser.cookies[AFTER].value) == ([True, False], "")


def test_a_stranger_with_that_cookie_waits_for_nothing(course) -> None:
    stranger = Client(headers={"Accept-Language": "fr"})
    stranger.cookies[AFTER] = "1"
    with CaptureQueriesContext(connection) as asked:
        page = stranger.get(f"/fr/courses/{course.slug}")
    assert (page.status_code, AFTER in page.cookies) == (200, False)
    assert not any("records_" in query["sql"] for query in asked)


@pytest.mark.parametrize("text", ["", "x", "-1", "²", "9" * 30])
def test_what_is_no_position_is_as_nothing(course, browser: Client, text: str) -> None:
    browser.cookies[AFTER] = text
    assert browser.get(f"/fr/courses/{course.slug}").status_code == 200


def test_the_teams_page_counts_the_attendance_just_recorded(signed_in: Browser) -> None:
    of = a_team_with_a_track()
    lead = signed_in(of.lead)
    (enrolment,) = of.track.enrolments.filter(person=of.member)
    said = {
        "step": str(of.step("workshop").step_id),
        "at": timezone.now().isoformat(),
        "attended": [str(enrolment.id)],
        f"record-{enrolment.id}": str(uuid4()),
    }
    answer = lead.post(f"/fr/teams/{of.team.id}/attendance", said)
    claiming.do_owed(TEAM_PROGRESS)
    (board,) = lead.get(answer["Location"]).context["boards"]
    shown = {row.person: row.progress.minutes_done for row in board.rows}
    assert shown[of.member] == 180
