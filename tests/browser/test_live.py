"""An open page keeps its numbers true by itself, and counts only the time somebody is there."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page

from campus.owed import claiming
from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Enrolment
from tests.world import PASSWORD, done, lessons_of, say
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS

from .campus_shown import Shown, a_campus
from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
# A page asks every 1.2 seconds. The first that asks after the act may come before the fold.
MOST_BEATS = 3


def elsewhere(deed: Callable[[], None]) -> None:
    """On another thread with a connection of its own: Playwright's thread asks no database."""

    def alone() -> None:
        try:
            deed()
        finally:
            connections.close_all()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()


def a_lesson_done(shown: Shown, number: int = 0) -> Callable[[], None]:
    """The lead does a lesson on her telephone, and a worker counts it."""

    def deed() -> None:
        enrolment = Enrolment.objects.get(person=shown.of.lead, course=shown.course)
        say(shown.of.lead, done(enrolment, lessons_of(shown.course)[number]))
        fold_all()

    return deed


def a_step_done(shown: Shown) -> Callable[[], None]:
    def deed() -> None:
        from tests.world import finish

        finish(shown.of.lead, shown.of.course)
        fold_all()
        claiming.do_owed(TEAM_PROGRESS)

    return deed


PAGES: dict[str, tuple[Callable[[Shown], str], Callable[[Shown], Callable[[], None]]]] = {
    "learning": (lambda _shown: "/fr/learning", a_lesson_done),
    "track": (lambda shown: f"/fr/tracks/{shown.of.track.slug}", a_step_done),
    "team": (lambda shown: f"/fr/teams/{shown.of.team.id}", a_step_done),
}


def bars(page: Page) -> list[int]:
    values: list[int] = page.evaluate(
        "[...document.querySelectorAll('[data-live] progress')].map(bar => bar.value)"
    )
    return values


def pulses_of(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/api/v1/" in r.url else None)
    return asked


def moved(page: Page, before: list[int], asked: list[str]) -> None:
    """By itself, and soon: counted in what the page asks, since machines differ."""
    page.wait_for_function(
        "before => JSON.stringify([...document.querySelectorAll('[data-live] progress')]"
        ".map(bar => bar.value)) !== before",
        arg=str(before).replace(" ", ""),
    )
    assert len(asked) <= MOST_BEATS


@contextmanager
def a_worker() -> Iterator[None]:
    """Somebody folds as soon as something is owed, as after the bell."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.wait(0.1):
            fold_all(longest=1)
            claiming.do_owed(TEAM_PROGRESS)
        connections.close_all()

    working = threading.Thread(target=work)
    working.start()
    try:
        yield
    finally:
        is_over.set()
        working.join()


def test_what_is_done_on_one_page_shows_on_all_others_soon(opened: Opened) -> None:
    """A lead has her track and a lesson open, her coach the team's page."""
    shown = a_campus()
    of, lesson = shown.of, lessons_of(shown.of.course)[0]
    enrol(person=of.lead, course=of.course)
    fold_all()
    EmailAddress.objects.create(user=of.coach, email=of.coach.email, verified=True, primary=True)
    with opened() as lead, a_worker():
        assert lead.context.browser is not None
        coach = Reader(lead.context.browser.new_context(locale="fr-FR"), lead.base)
        lead.sign_in(of.lead.email, PASSWORD)
        coach.sign_in(of.coach.email, PASSWORD)
        pages = [lead.go(PAGES["track"][0](shown)), coach.go(PAGES["team"][0](shown))]
        acting = lead.context.new_page()
        acting.goto(f"{lead.base}/fr/courses/{of.course.slug}/lessons/{lesson.id}")
        acting.wait_for_timeout(2_500)
        before = [(bars(page), pulses_of(page)) for page in pages]
        acting.click("form[data-verb=completed] button")
        for page, (bars_before, asked) in zip(pages, before, strict=True):
            moved(page, bars_before, asked)
        acting.wait_for_load_state("networkidle")
        assert (lead.complaints, coach.complaints) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_an_open_page_moves_soon_after_the_act(opened: Opened, name: str) -> None:
    shown = a_campus()
    address, deed = PAGES[name]
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        page = reader.go(address(shown))
        page.wait_for_timeout(2_500)
        before = bars(page)
        elsewhere(deed(shown))
        moved(page, before, pulses_of(page))
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert reader.complaints == []


def test_whoever_stands_on_a_link_still_stands_on_it(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        page = reader.go("/fr/learning")
        page.wait_for_timeout(2_500)
        page.focus(f"a[href$='/courses/{shown.course.slug}']")
        before = bars(page)
        elsewhere(a_lesson_done(shown))
        moved(page, before, pulses_of(page))
        assert page.evaluate("document.activeElement.getAttribute('href')").endswith(
            f"/courses/{shown.course.slug}"
        )


def hide(page: Page, *, hidden: bool) -> None:
    """What the browser does to a page behind another one."""
    state = "hidden" if hidden else "visible"
    page.evaluate(
        "state => { Object.defineProperty(document, 'visibilityState',"
        " { value: state, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        state,
    )


def test_a_page_that_nobody_sees_asks_nothing(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        page = reader.go("/fr/learning")
        asked = pulses_of(page)
        for _twice in range(2):
            with page.expect_request("**/api/v1/**"):
                pass
        hide(page, hidden=True)
        page.wait_for_timeout(500)
        asked.clear()
        page.wait_for_timeout(4_000)
        assert asked == []
        hide(page, hidden=False)
        page.wait_for_timeout(3_000)
        assert 2 <= len(asked) <= 4, "one loop, not two"


def test_a_page_of_somebody_who_has_signed_out_asks_no_more(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        page = reader.go("/fr/learning")
        asked = pulses_of(page)
        page.wait_for_timeout(2_000)
        reader.context.clear_cookies()
        page.wait_for_timeout(2_500)
        asked.clear()
        page.wait_for_timeout(4_000)
        assert asked == []


def seconds_said(lesson: UUID) -> list[tuple[str, int | None]]:
    found: list[tuple[str, int | None]] = []

    def look() -> None:
        rows = LearningRecord.objects.filter(object=lesson).order_by("position")
        found.extend(rows.values_list("verb", "seconds"))

    elsewhere(look)
    return found


def a_lessons_page(reader: Reader, shown: Shown, number: int) -> Any:
    reader.sign_in(shown.of.lead.email, PASSWORD)
    return reader.go(f"/fr/courses/{shown.course.slug}/lessons/{shown.lessons[number].id}")


def test_the_time_with_a_lesson_is_said_when_it_is_done(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        page = a_lessons_page(reader, shown, 1)
        page.mouse.move(100, 100)
        page.wait_for_timeout(4_000)
        page.click("form[data-verb=completed] button")
        page.wait_for_url(f"**/lessons/{shown.lessons[2].id}")
        page.wait_for_load_state("networkidle")
    ((verb, seconds),) = seconds_said(shown.lessons[1].id)
    assert verb == "completed"
    assert seconds is not None
    assert 3 <= seconds <= 20


def test_the_time_with_a_lesson_that_is_left_is_said_by_the_next_page(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        page = a_lessons_page(reader, shown, 1)
        page.wait_for_timeout(6_500)
        reader.go("/fr/learning")
        reader.page.wait_for_function(
            "() => !Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
        )
    ((verb, seconds),) = seconds_said(shown.lessons[1].id)
    assert verb == "experienced"
    assert seconds is not None
    assert 5 <= seconds <= 20


def test_time_out_of_sight_and_idle_time_do_not_count(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.page.clock.install()
        page = reader.go(f"/fr/courses/{shown.course.slug}/lessons/{shown.lessons[1].id}")
        began = time.monotonic()
        an_hour_ago = "new Date(Date.now() - 3600000).toISOString()"
        page.evaluate(f"document.querySelector('[data-attended]').dataset.at = {an_hour_ago}")
        page.clock.run_for(timedelta(minutes=10).total_seconds() * 1000)
        page.keyboard.press("Shift")
        page.clock.run_for(60_000)
        hide(page, hidden=True)
        page.clock.run_for(600_000)
        reader.go("/fr/learning")
        page.wait_for_load_state("networkidle")
        lasted = time.monotonic() - began
    said = [seconds for _verb, seconds in seconds_said(shown.lessons[1].id)]
    assert abs(sum(second or 0 for second in said) - 180) <= 5 + lasted, said


def test_time_without_a_connection_is_kept_and_sent_once_it_is_back(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        page = a_lessons_page(reader, shown, 1)
        page.wait_for_timeout(6_500)
        reader.context.set_offline(True)
        hide(page, hidden=True)
        kept = "() => Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
        page.wait_for_function(kept)
        hide(page, hidden=False)
        reader.context.set_offline(False)
        page.wait_for_function(f"() => !({kept})()")
    assert [verb for verb, _seconds in seconds_said(shown.lessons[1].id)] == ["experienced"]
