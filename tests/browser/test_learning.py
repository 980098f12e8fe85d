"""Learning in a real browser: by keyboard alone, without JavaScript, without a connection."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from campus.records.models import LearningRecord
from tests.world import PASSWORD

from .campus_shown import Shown, a_campus
from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lesson_and_a_quiz_are_done_by_keyboard_alone(opened: Opened) -> None:
    shown = a_campus()
    lesson, quiz = shown.lessons[1], shown.lessons[2]
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.go(_address(shown, 1))
        reader.press("Tab")
        assert reader.page.evaluate("document.activeElement.className") == "skip"
        reader.press("Enter")
        assert reader.page.evaluate("document.activeElement.id") == "content"
        reader.tab_to("form[data-verb=completed] button")
        assert _outline_width(reader) >= 3
        reader.press("Enter")
        reader.page.wait_for_url(f"**{_address(shown, 2)}")
        for number in range(2):
            reader.tab_to(f"fieldset:nth-of-type({number + 1}) input")
            reader.press("Space")
        reader.tab_to("form[data-verb=answered] button")
        reader.press("Enter")
        reader.page.wait_for_url("**/attempts/*")
        expect(reader.page.locator(".verdict")).to_have_count(2)
        assert reader.complaints == []
    assert _said(lesson.id) == ["completed"]
    assert sorted(_said(quiz.id))[0] == "answered"


def test_everything_works_without_javascript(opened: Opened) -> None:
    shown = a_campus()
    with opened(java_script_enabled=False) as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.go(_address(shown, 0))
        reader.page.click("form[data-verb=completed] button")
        reader.page.wait_for_url(f"**{_address(shown, 1)}")
        reader.go(_address(shown, 2))
        reader.page.click("form[data-verb=answered] button")
        reader.page.wait_for_url("**/attempts/*")
    assert _said(shown.lessons[0].id) == ["completed"]
    assert sorted(_said(shown.lessons[2].id)) == ["answered", "failed"]


def test_what_is_done_without_a_connection_is_kept_and_sent_once_it_is_back(
    opened: Opened,
) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.go(_address(shown, 0))
        reader.context.set_offline(True)
        reader.page.click("form[data-verb=completed] button")
        expect(reader.page.locator("[data-record-state]")).to_contain_text("Pas de connexion")
        kept = "() => Object.keys(localStorage).filter(k => k.startsWith('campus.record.')).length"
        assert reader.page.evaluate(kept) == 1
        reader.context.set_offline(False)
        reader.page.wait_for_url(f"**{_address(shown, 1)}")
        assert reader.page.evaluate(kept) == 0
    assert _said(shown.lessons[0].id) == ["completed"]


def test_a_batch_refused_as_a_whole_is_sent_in_parts_and_only_what_is_refused_alone_is_dropped(
    opened: Opened,
) -> None:
    """As a door would that cannot read one of them: it refuses every batch that holds it."""
    shown = a_campus()
    keep = """([enrolment, lessons, at]) => lessons.forEach((lesson, n) => {
        const person = document.documentElement.dataset.person;
        const id = `00000000-0000-4000-8000-00000000000${n}`;
        const record = { id, enrolment, lesson, verb: n ? "experienced" : "spoilt", at };
        localStorage.setItem(`campus.record.${person}.${id}`, JSON.stringify(record));
    })"""
    refusal = {"status": 400, "json": {"detail": "Illisible."}}
    lesson = str(shown.lessons[0].id)
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.page.route(
            "**/api/v1/records",
            lambda route: (
                route.fulfill(**refusal)
                if "spoilt" in (route.request.post_data or "")
                else route.continue_()
            ),
        )
        reader.go(_address(shown, 0))
        enrolment = reader.page.get_attribute("form[data-enrolment]", "data-enrolment")
        at = datetime.now(UTC).isoformat()
        reader.page.evaluate(keep, [enrolment, [lesson] * 4, at])
        reader.go(_address(shown, 0))
        reader.page.wait_for_function(
            "() => !Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
        )
    assert _said(shown.lessons[0].id) == ["experienced"] * 3


def test_a_device_whose_clock_is_wrong_loses_nothing(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.page.clock.set_system_time(datetime.now(UTC) + timedelta(days=3))
        reader.go(_address(shown, 0))
        reader.page.click("form[data-verb=completed] button")
        reader.page.wait_for_url(f"**{_address(shown, 1)}")
    assert _said(shown.lessons[0].id) == ["completed"]


def test_a_device_shared_by_two_people_sends_each_ones_records_as_hers(opened: Opened) -> None:
    shown = a_campus()
    with opened() as reader:
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.go(_address(shown, 0))
        reader.context.set_offline(True)
        reader.page.click("form[data-verb=completed] button")
        expect(reader.page.locator("[data-record-state]")).to_contain_text("Pas de connexion")
        reader.context.clear_cookies()
        reader.context.set_offline(False)
        reader.sign_in(shown.of.member.email, PASSWORD)
        reader.go("/fr/learning")
        reader.page.wait_for_load_state("networkidle")
        assert reader.page.evaluate("() => Object.keys(localStorage).length") == 1
        reader.context.clear_cookies()
        reader.sign_in(shown.of.lead.email, PASSWORD)
        reader.page.wait_for_function(
            "() => !Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
        )
    record = LearningRecord.objects.get(object=shown.lessons[0].id)
    assert record.learner == shown.of.lead.id


def test_the_chosen_theme_stays(opened: Opened) -> None:
    with opened(color_scheme="light") as reader:
        reader.go("/fr/accessibility")
        ground = "() => getComputedStyle(document.documentElement).backgroundColor"
        light = reader.page.evaluate(ground)
        reader.page.click("[data-theme-toggle]:visible")
        dark = reader.page.evaluate(ground)
        reader.go("/fr/components")
        assert reader.page.evaluate(ground) == dark != light


def _address(shown: Shown, place: int) -> str:
    return f"/fr/courses/{shown.course.slug}/lessons/{shown.lessons[place].id}"


def _outline_width(reader: Reader) -> float:
    style = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    return float(reader.page.evaluate(style))


def _said(lesson: object) -> list[str]:
    return [record.verb for record in LearningRecord.objects.filter(object=lesson)]
