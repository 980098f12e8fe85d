"""Attempts without a script: what awaits, every kind of question, what came of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from campus.accounts.models import User
from courses.enrolment import enrol
from courses.models import Attempt, Course, Lesson
from courses.quizzes.asking import plain, response_in
from courses.releases.publishing import publish
from tests import world

Browser = Callable[[User], Client]


def joined(course: Course, name: str = "Awa Diop") -> User:
    person = world.a_learner(name)
    enrol(person=person, course=course)
    return person


def address(course: Course, quiz: Lesson, more: str = "") -> str:
    return f"/en/courses/{course.slug}/lessons/{quiz.id}{more}"


def begun(browser: Client, course: Course, quiz: Lesson, **form: str) -> str:
    """The address of the attempt."""
    answer = browser.post(address(course, quiz, "/attempts"), form)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def as_form(quiz: Lesson, answers: dict[str, list[str]]) -> dict[str, list[str]]:
    """As a browser without a script sends it: things put in order come as places."""
    kinds = {str(question.id): question.kind for question in world.questions_of(quiz)}
    form: dict[str, list[str]] = {}
    for id_, given in answers.items():
        if kinds[id_] == "ordering":
            places = [f"{choice}={place}" for place, choice in enumerate(given, start=1)]
            form[f"place-{id_}"] = places[::-1]
        else:
            form[f"question-{id_}"] = given
    return form


def test_before_beginning_the_page_says_what_awaits(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(
        attempts_allowed=3, time_limit_minutes=20, is_team=True, shows_key="never"
    )
    page = signed_in(joined(course)).get(address(course, quiz)).content.decode()
    for said in ("7 questions", "20 minutes", "3 attempts left of 3", "70%", "by a team"):
        assert said in page
    assert "Right answers are not shown." in page
    assert "Question 1 (single)" not in page


def test_every_kind_is_answered_and_handed_in_without_a_script(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(attempts_allowed=2)
    browser = signed_in(joined(course))
    attempt = begun(browser, course, quiz)
    page = browser.get(attempt).content.decode()
    for kind in world.EVERY_KIND:
        assert f'data-kind="{kind}"' in page
    assert 'inputmode="decimal"' in page
    form = as_form(quiz, world.right_answers(quiz))
    answer = browser.post(f"{attempt}/submit", form, follow=True)
    page = answer.content.decode()
    assert "Passed." in page
    assert "100% of the points." in page
    assert page.count("verdict--right") == 7


def test_what_is_saved_stands_in_the_form_again(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(time_limit_minutes=20)
    browser = signed_in(joined(course))
    attempt = begun(browser, course, quiz)
    browser.post(f"{attempt}/save", as_form(quiz, world.right_answers(quiz)))
    asked = {one.kind: one for one in browser.get(attempt).context["asked"]}
    assert [c.text for c in asked["ordering"].choices] == ["un", "deux", "trois"]
    assert [c.is_chosen for c in asked["single"].choices] == [True, False]
    assert asked["text"].typed == "données ouvertes"
    assert all(choice.match for choice in asked["matching"].choices)
    assert begun(browser, course, quiz) == attempt, "beginning again goes on with it"
    assert (
        'href="' + attempt.removeprefix("") in browser.get(address(course, quiz)).content.decode()
    )


def test_an_answer_taken_back_is_gone(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("multiple",), attempts_allowed=1)
    browser = signed_in(joined(course))
    attempt = begun(browser, course, quiz)
    browser.post(f"{attempt}/save", as_form(quiz, world.right_answers(quiz)))
    browser.post(f"{attempt}/save", {})
    browser.post(f"{attempt}/submit", {})
    assert Attempt.objects.get().scaled == 0.0


def test_wrong_and_partly_right_answers_are_told_apart(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("matching", "text", "number"))
    quiz.questions.filter(kind="matching").update(gives_partial_credit=True)
    publish(course=course, by=None)
    course.refresh_from_db()
    browser = signed_in(joined(course))
    attempt = begun(browser, course, quiz)
    matching, text, number = quiz.questions.all()
    answers = {
        str(matching.id): world.right_answer(matching)[:1],
        str(text.id): ["autre chose"],
        str(number.id): ["3.14"],
    }
    page = browser.post(f"{attempt}/submit", as_form(quiz, answers), follow=True).content.decode()
    assert [page.count(f"verdict--{one}") for one in ("right", "partly")] == [1, 1]
    assert "données ouvertes" in page
    assert "Try again" in page


def test_whoever_comes_too_late_sees_what_counted(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("single",), time_limit_minutes=5)
    browser = signed_in(joined(course))
    attempt = begun(browser, course, quiz)
    Attempt.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    form = as_form(quiz, world.right_answers(quiz))
    page = browser.post(f"{attempt}/submit", form, follow=True).content.decode()
    assert "The time was over" in page
    assert "0% of the points." in page


def test_a_team_joins_by_the_code_its_starter_reads_out(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("single",), is_team=True)
    awa, ben = joined(course, "Awa"), joined(course, "Ben")
    attempt = begun(signed_in(awa), course, quiz)
    code = signed_in(awa).get(attempt).context["code"]
    assert code[4] == "-"
    assert begun(signed_in(ben), course, quiz, code=code.lower()) == attempt
    assert "Awa, Ben" in signed_in(awa).get(attempt).content.decode()
    signed_in(ben).post(f"{attempt}/submit", as_form(quiz, world.right_answers(quiz)))
    assert "Passed." in signed_in(awa).get(attempt).content.decode()
    eve = joined(course, "Eve")
    assert signed_in(eve).get(attempt).status_code == 404
    wrong_code = signed_in(eve).post(address(course, quiz, "/attempts"), {"code": "NOPE"})
    assert wrong_code.status_code == 404


def test_what_one_leaves_empty_takes_nothing_from_her_team(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("single", "text"), is_team=True)
    awa, ben = signed_in(joined(course, "Awa")), signed_in(joined(course, "Ben"))
    attempt = begun(awa, course, quiz)
    begun(ben, course, quiz, code=str(Attempt.objects.get().code))
    one, other = (as_form(quiz, {id_: given}) for id_, given in world.right_answers(quiz).items())
    awa.post(f"{attempt}/save", one)
    ben.post(f"{attempt}/submit", other)
    assert Attempt.objects.get().scaled == 1.0


def test_right_answers_wait_until_the_rules_tell_them(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(kinds=("single",), attempts_allowed=2, shows_key="passed")
    browser = signed_in(joined(course))
    wrong = as_form(quiz, world.wrong_answers(quiz))
    first = begun(browser, course, quiz)
    page = browser.post(f"{first}/submit", wrong, follow=True).content.decode()
    assert "Right answers are shown once you have passed" in page
    assert "verdict" not in page.replace("data-verdict", "")
    second = begun(browser, course, quiz)
    page = browser.post(f"{second}/submit", wrong, follow=True).content.decode()
    assert "no attempt is left" in page
    assert "answer--key" in page
    assert "You have no attempt left" in browser.get(address(course, quiz)).content.decode()


def test_practice_without_a_script_is_told_by_the_campus(signed_in: Browser) -> None:
    course, quiz = world.a_quiz(mode="practice")
    browser = signed_in(joined(course))
    page = browser.get(address(course, quiz))
    form = {"record": str(page.context["record"]), "at": page.context["now"]}
    form |= as_form(quiz, world.right_answers(quiz))
    answer = browser.post(address(course, quiz, "/answers"), form, follow=True)
    assert answer.content.decode().count("verdict--right") == 7


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("question-q=a&question-q=b", {"q": ["a", "b"]}),
        ("question-q=", {"q": []}),
        ("place-q=a%3D2&place-q=b%3D1", {"q": ["b", "a"]}),
        ("place-q=a%3D1&place-q=b%3D1", {"q": ["a", "b"]}),
        ("place-q=a%3D-&place-q=b", {"q": ["a", "b"]}),
        ("place-q=a%3D1&question-q=b", {"q": ["b"]}),
        ("other=1", {}),
    ],
)
def test_a_form_is_read(sent: str, read: dict[str, list[str]]) -> None:
    assert response_in(QueryDict(sent)) == read


def test_an_option_holds_bare_text() -> None:
    assert plain("<em>a</em> &amp; b &lt; c") == "a & b < c"
