"""A picture that was withdrawn is shown nowhere in a quiz: a word stands in its place."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.documents import find_lesson, lesson_document
from courses.drafting.attaching import attach
from courses.enrolment import enrol
from courses.files.withdrawing import give_back, withdraw
from courses.models import Choice, Course, Lesson, Question, Quiz
from courses.outlines import texts_of
from courses.quizzes import attempting
from courses.quizzes.tried import attempt_document, find_attempt
from courses.releases.publishing import publish
from tests import world
from tests.drawn import PNG

pytestmark = pytest.mark.django_db
PICTURE = "![Le plan](plan.png)"
GONE = "Ce fichier a été retiré."


@pytest.fixture
def quiz() -> Lesson:
    """Every text of it shows a picture."""
    course = world.a_draft(lessons=("quiz",))
    attach(course=course, path="plan.png", body=PNG)
    quiz = world.quiz_of(course)
    quiz.questions.all().delete()
    for kind in ("single", "matching"):
        world.a_question_of(kind, lesson=quiz, hint=PICTURE, explanation=PICTURE)
    Question.objects.update(prompt=PICTURE)
    for choice in Choice.objects.all():
        choice.text, choice.match, choice.feedback = (
            said and f"{said} {PICTURE}" for said in (choice.text, choice.match, "Car :")
        )
        choice.save()
    publish(course=course, by=None)
    return Lesson.objects.get(pk=quiz.pk)


def _in_a_lesson(quiz: Lesson) -> list[str]:
    return list(texts_of(lesson_document(find_lesson(quiz.id)).questions or []))


def _in_an_attempt(quiz: Lesson) -> list[str]:
    """What it asks, and what its results say once it is over."""
    person = world.a_learner()
    enrolment, _is_new = enrol(person=person, course=quiz.module.course)
    attempt, _is_new = attempting.begin(person=person, quiz=quiz.id, enrolment=enrolment.id)
    answers = world.right_answers(quiz)
    attempting.submit(person=person, quiz=quiz.id, attempt=attempt.id, answers=answers)
    document = attempt_document(person, find_attempt(person, quiz.id, attempt.id))
    assert document.result
    results = document.result.questions or []
    said = [one.explanation for one in results]
    said += [text for one in results for text in one.feedback.values()]
    return [*texts_of(document.questions), *said]


@pytest.mark.parametrize(("texts_in", "attempts"), [(_in_a_lesson, None), (_in_an_attempt, 3)])
def test_every_text_says_so_while_a_picture_is_withdrawn(
    texts_in: Callable[[Lesson], list[str]], attempts: int | None, quiz: Lesson
) -> None:
    course = quiz.module.course
    if attempts:
        Quiz.objects.filter(lesson=quiz).update(attempts_allowed=attempts)
        publish(course=Course.objects.get(pk=course.pk), by=None)
    before = texts_in(quiz)
    assert sum("<img" in text for text in before) >= 10
    digest = course.media.get().blob_id
    withdraw(digest=digest, because="Elle n’est pas à nous.", by=None)
    shown = texts_in(quiz)
    assert not any("<img" in text or digest in text for text in shown)
    assert sum(GONE in text for text in shown) == sum("<img" in text for text in before)
    give_back(digest=digest, by=None)
    assert texts_in(quiz) == before


def test_questions_and_the_text_above_them_are_looked_up_together(quiz: Lesson) -> None:
    row = find_lesson(quiz.id)
    with CaptureQueriesContext(connection) as asked:
        lesson_document(row)
    assert len(asked) == 2
