"""Quizzes in a real browser: by keyboard, with a lost network, against the clock, for practice."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Attempt, AttemptAnswer, Course, Lesson
from tests import world
from tests.world import PASSWORD

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)


def a_learner_of(course: Course) -> str:
    awa = world.a_learner()
    EmailAddress.objects.create(user=awa, email=awa.email, verified=True, primary=True)
    enrol(person=awa, course=course)
    return str(awa.email)


def address(course: Course, quiz: Lesson) -> str:
    return f"/fr/courses/{course.slug}/lessons/{quiz.id}"


def begin(reader: Reader, course: Course, quiz: Lesson) -> None:
    reader.go(address(course, quiz))
    reader.page.click(".quiz-begin form button")
    reader.page.wait_for_url("**/attempts/*")


def saved(reader: Reader) -> None:
    """Until the campus has what stands in the form, and nothing is kept on the device."""
    reader.page.wait_for_function(
        "() => !Object.keys(localStorage).some(k => k.startsWith('campus.attempt.'))"
    )


def test_things_are_put_in_order_and_handed_in_by_keyboard_alone(opened: Opened) -> None:
    course, quiz = world.a_quiz(kinds=("ordering", "matching", "number"), attempts_allowed=1)
    email = a_learner_of(course)
    with opened() as reader:
        reader.sign_in(email, PASSWORD)
        begin(reader, course, quiz)
        wanted = ["un", "deux", "trois"]
        texts = ".order__item .order__text"
        # Shuffled things may stand in order by chance: one is moved in any case.
        reader.tab_to(".order__item:nth-child(1) .order__move:last-child")
        reader.press("Enter")
        reader.page.evaluate("document.activeElement.blur()")
        for place, text in enumerate(wanted):
            while (at := reader.page.locator(texts).all_inner_texts().index(text)) > place:
                reader.tab_to(f".order__item:nth-child({at + 1}) .order__move:first-child")
                reader.press("Enter")
                reader.page.evaluate("document.activeElement.blur()")
        assert reader.page.locator(texts).all_inner_texts() == wanted
        said = reader.page.locator(".question [role=status]")
        expect(said.first).not_to_be_empty()
        reader.tab_to("fieldset[data-kind=matching] select")
        reader.press("ArrowDown")
        reader.tab_to("fieldset[data-kind=number] input")
        reader.page.keyboard.type("3,14")
        reader.tab_to("form[data-attempt] button[type=submit]")
        reader.press("Enter")
        expect(reader.page.locator(".verdict")).to_have_count(3)
        assert reader.complaints == []
    shares = AttemptAnswer.objects.order_by("share").values_list("share", flat=True)
    assert list(shares) == [0.0, 1.0, 1.0]


def test_answers_given_without_a_network_are_saved_once_it_is_back(opened: Opened) -> None:
    course, quiz = world.a_quiz(kinds=("text", "single"), attempts_allowed=1)
    email = a_learner_of(course)
    with opened() as reader:
        reader.sign_in(email, PASSWORD)
        begin(reader, course, quiz)
        reader.page.fill("fieldset[data-kind=text] input", "avant")
        saved(reader)
        reader.context.set_offline(True)
        reader.page.fill("fieldset[data-kind=text] input", "données ouvertes")
        expect(reader.page.locator("[data-record-state]")).to_have_attribute("role", "status")
        reader.page.wait_for_timeout(1200)
        kept = "() => Object.keys(localStorage).some(k => k.startsWith('campus.attempt.'))"
        assert reader.page.evaluate(kept)
        # The tab is closed; another one is opened later, with the network back.
        here = reader.page.url
        reader.page.close()
        reader.context.set_offline(False)
        reader.page = reader.context.new_page()
        reader.page.goto(here)
        expect(reader.page.locator("fieldset[data-kind=text] input")).to_have_value(
            "données ouvertes"
        )
        saved(reader)
    assert AttemptAnswer.objects.filter(response=["données ouvertes"]).exists()
    assert Attempt.objects.get().submitted_at is None


def test_two_of_a_team_answer_at_once_and_neither_loses_the_other_s(opened: Opened) -> None:
    course, quiz = world.a_quiz(kinds=("single", "text", "ordering"), is_team=True)
    awa, ben = a_learner_of(course), a_learner_of(course)
    with opened() as reader:
        reader.sign_in(awa, PASSWORD)
        begin(reader, course, quiz)
        code = reader.page.locator(".code").inner_text()
        other = Reader(reader.page.context.browser.new_context(locale="fr-FR"), reader.base)
        other.sign_in(ben, PASSWORD)
        other.go(address(course, quiz))
        other.page.fill("#code", code)
        other.page.press("#code", "Enter")
        other.page.wait_for_url("**/attempts/*")
        reader.page.locator("fieldset[data-kind=single] input").first.check()
        saved(reader)
        other.page.fill("fieldset[data-kind=text] input", "données ouvertes")
        saved(other)
        other.page.click("form[data-attempt] button[type=submit]")
        expect(other.page.locator(".verdict")).to_have_count(3)
        reader.page.reload()
        expect(reader.page.locator(".verdict")).to_have_count(3)
    shares = AttemptAnswer.objects.exclude(response=[]).values_list("share", flat=True)
    assert len(shares) == 3
    assert sum(share == 1.0 for share in shares) >= 2


def test_the_time_is_announced_and_what_stands_there_is_handed_in(opened: Opened) -> None:
    course, quiz = world.a_quiz(kinds=("single",), time_limit_minutes=6)
    email = a_learner_of(course)
    with opened() as reader:
        reader.sign_in(email, PASSWORD)
        reader.page.clock.install()
        begin(reader, course, quiz)
        said = reader.page.locator("[data-timer-said]")
        expect(said).to_be_empty()
        reader.page.clock.run_for(61_000)
        expect(said).to_contain_text("5 min")
        reader.page.clock.run_for(241_000)
        expect(said).to_contain_text("1 min")
        reader.page.locator("fieldset input").first.check()
        reader.page.clock.run_for(61_000)
        reader.page.wait_for_selector(".verdict", timeout=10_000)
    assert Attempt.objects.get().submitted_at is not None


def test_practice_is_judged_at_once_and_without_a_network(opened: Opened) -> None:
    course, quiz = world.a_quiz(mode="practice")
    email = a_learner_of(course)
    with opened() as reader:
        reader.sign_in(email, PASSWORD)
        reader.go(address(course, quiz))
        reader.page.wait_for_load_state("networkidle")
        reader.context.set_offline(True)
        fields = reader.page.locator("fieldset")
        fields.nth(0).locator("input").first.check()
        fields.nth(5).locator("input").fill("DONNEES  OUVERTES")
        fields.nth(6).locator("input").fill("3,149")
        reader.page.click("form[data-practice] button[type=submit]")
        for place in (0, 5, 6):
            expect(fields.nth(place).locator(".verdict--right")).to_be_visible()
        for place in (1, 2, 4):
            expect(fields.nth(place).locator(".verdict--wrong")).to_be_visible()
        expect(fields.nth(4).locator("[data-verdict]")).to_contain_text("Drôme → 26")
        reader.context.set_offline(False)
        reader.page.wait_for_function(
            "() => !Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
        )
    verbs = LearningRecord.objects.filter(object=quiz.id).values_list("verb", flat=True)
    assert sorted(verbs) == ["answered", "completed"]


def test_practice_in_the_browser_judges_as_the_campus_does(opened: Opened) -> None:
    """The same answers, judged by the script and, as a record, by the server's rules."""
    course, quiz = world.a_quiz(mode="practice")
    email = a_learner_of(course)
    right, wrong = world.right_answers(quiz), world.wrong_answers(quiz)
    kinds = {str(question.id): question.kind for question in quiz.questions.all()}
    with opened() as reader:
        reader.sign_in(email, PASSWORD)
        for answers, verdict in ((right, "right"), (wrong, "wrong")):
            reader.go(address(course, quiz))
            for id_, given in answers.items():
                _give(reader, id_, kinds[id_], given)
            reader.page.click("form[data-practice] button[type=submit]")
            expect(reader.page.locator(f".verdict--{verdict}")).to_have_count(7)
            reader.page.wait_for_function(
                "() => !Object.keys(localStorage).some(k => k.startsWith('campus.record.'))"
            )
        assert reader.complaints == []
    assert sorted(Attempt.objects.values_list("scaled", flat=True)) == [0.0, 1.0]


def _give(reader: Reader, id_: str, kind: str, given: list[str]) -> None:
    field = reader.page.locator(f"fieldset[data-question='{id_}']")
    if kind == "ordering":
        for choice in given:
            reader.page.evaluate(
                "id => { const i = document.querySelector(`[data-choice='${id}']`);"
                " i.parentElement.append(i); }",
                choice,
            )
    elif kind == "matching":
        for pair in given:
            field.locator(f"select:has(option[value='{pair}'])").select_option(pair)
    elif kind in ("text", "number"):
        field.locator("input").fill(given[0])
    else:
        for choice in given:
            field.locator(f"input[value='{choice}']").check()
