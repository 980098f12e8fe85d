"""A quiz without JavaScript: questions without their key, answers, and what became of them."""

from collections.abc import Callable

from django.test import Client

from campus.accounts.models import User
from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Choice, Course, Lesson, Question
from courses.releases.publishing import publish
from tests.world import a_draft, a_learner, quiz_of, right_answers, wrong_answers

Browser = Callable[[User], Client]
CANARY = "parce que le canari le dit"
FEEDBACK = "le canari aussi"


def test_right_answers_pass_and_the_page_says_so(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    answer = _send(signed_in(awa), course, quiz, right_answers(quiz))
    page = answer.content.decode()
    assert "Réussi." in page
    assert page.count("verdict--right") == 2
    assert LearningRecord.objects.filter(object=quiz.id, verb="passed").count() == 1


def test_wrong_answers_show_the_right_ones_and_why(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    page = _send(signed_in(awa), course, quiz, wrong_answers(quiz)).content.decode()
    assert "Pas encore réussi." in page
    assert CANARY in page
    assert FEEDBACK in page
    assert f'class="button" href="{_address(course, quiz)}"' in page


def test_no_answer_at_all_is_graded_too(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    assert "Pas encore réussi." in _send(signed_in(awa), course, quiz, {}).content.decode()


def test_the_questions_show_neither_key_nor_explanation(
    stranger: Client, signed_in: Browser
) -> None:
    course, quiz, awa = _a_quiz()
    for browser in (stranger, signed_in(awa)):
        page = browser.get(_address(course, quiz)).content.decode()
        assert "Question 1 ?" in page
        assert CANARY not in page
        assert FEEDBACK not in page
        assert "answer--right" not in page


def test_the_same_form_sent_twice_counts_once(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    browser = signed_in(awa)
    form = _form(browser, course, quiz, right_answers(quiz))
    for _ in range(2):
        assert browser.post(_address(course, quiz) + "/answers", form).status_code == 302
    assert LearningRecord.objects.filter(object=quiz.id, verb="answered").count() == 1


def test_the_same_form_with_other_answers_is_refused(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    browser = signed_in(awa)
    form = _form(browser, course, quiz, wrong_answers(quiz))
    browser.post(_address(course, quiz) + "/answers", form)
    other = form | {f"question-{q}": c for q, c in right_answers(quiz).items()}
    assert browser.post(_address(course, quiz) + "/answers", other).status_code == 409


def test_nobody_reads_the_answers_of_another(signed_in: Browser) -> None:
    course, quiz, awa = _a_quiz()
    browser = signed_in(awa)
    mine = browser.post(
        _address(course, quiz) + "/answers", _form(browser, course, quiz, right_answers(quiz))
    )["Location"]
    eve = a_learner("Eve Martin")
    enrol(person=eve, course=course)
    assert browser.get(mine).status_code == 200
    assert signed_in(eve).get(mine).status_code == 404


def _a_quiz() -> tuple[Course, Lesson, User]:
    course, awa = a_draft(lessons=("quiz",)), a_learner()
    Question.objects.update(explanation=CANARY)
    Choice.objects.filter(is_correct=False).update(feedback=FEEDBACK)
    publish(course=course, by=None)
    course.refresh_from_db()
    enrol(person=awa, course=course)
    return course, quiz_of(course), awa


def _address(course: Course, quiz: Lesson) -> str:
    return f"/fr/courses/{course.slug}/lessons/{quiz.id}"


def _form(
    browser: Client, course: Course, quiz: Lesson, answers: dict[str, list[str]]
) -> dict[str, object]:
    context = browser.get(_address(course, quiz)).context
    given = {f"question-{question}": choices for question, choices in answers.items()}
    return {"record": str(context["record"]), "at": context["now"], **given}


def _send(browser: Client, course: Course, quiz: Lesson, answers: dict[str, list[str]]) -> object:
    form = _form(browser, course, quiz, answers)
    return browser.post(_address(course, quiz) + "/answers", form, follow=True)
