"""What answers say of questions: difficulty, discrimination, choices; in two queries."""

import uuid
from statistics import correlation

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.enrolment import enrol
from courses.models import Attempt
from courses.quizzes import attempting
from courses.quizzes.statistics import QuestionStatistics, question_statistics
from tests import world
from tests.world import an_item, say

pytestmark = pytest.mark.django_db


def answer(course, quiz, right_ones: int, *, who=None) -> None:
    """Somebody hands in the first questions right, the others wrong."""
    person = who or world.a_learner()
    enrolment, _ = enrol(person=person, course=course)
    right, wrong = world.right_answers(quiz), world.wrong_answers(quiz)
    answers = {id_: (right if at < right_ones else wrong)[id_] for at, id_ in enumerate(right)}
    attempt, _ = attempting.begin(person=person, quiz=quiz.id, enrolment=enrolment.id)
    attempting.submit(person=person, quiz=quiz.id, attempt=attempt.id, answers=answers)


def test_a_question_nobody_was_asked_has_no_figures():
    unknown = uuid.uuid4()
    assert question_statistics([unknown]) == {unknown: QuestionStatistics()}
    assert question_statistics([]) == {}


def test_difficulty_is_the_mean_share_and_choices_are_shares_of_answers():
    course, quiz = world.a_quiz(kinds=("single", "matching", "text"))
    for right_ones in (0, 1, 3, 3):
        answer(course, quiz, right_ones)
    single, matching, text = quiz.questions.all()
    found = question_statistics([single.id, matching.id, text.id])
    assert (found[single.id].asked, found[single.id].difficulty) == (4, 0.75)
    right, wrong = single.choices.all()
    assert found[single.id].choices == {str(right.id): 0.75, str(wrong.id): 0.25}
    assert found[matching.id].difficulty == 0.5
    assert found[matching.id].choices[world.right_answer(matching)[0]] == 0.5
    assert found[text.id].choices == {}, "what people typed stays theirs"


def test_discrimination_is_the_correlation_with_the_rest():
    course, quiz = world.a_quiz(kinds=("single",) * 4)
    results = (0, 1, 1, 2, 3, 4, 4)
    for right_ones in results:
        answer(course, quiz, right_ones)
    questions = [question.id for question in quiz.questions.all()]
    found = question_statistics(questions)
    for at, id_ in enumerate(questions):
        own = [float(right > at) for right in results]
        rest = [(right - mine) / 3 for right, mine in zip(results, own, strict=True)]
        assert found[id_].discrimination == pytest.approx(correlation(own, rest))


def test_what_all_answer_alike_tells_nothing_apart():
    course, quiz = world.a_quiz(kinds=("single", "single"))
    for _time in range(3):
        answer(course, quiz, 2)
    assert {
        one.discrimination
        for one in question_statistics([question.id for question in quiz.questions.all()]).values()
    } == {None}


def test_a_quiz_of_one_question_has_no_rest():
    course, quiz = world.a_quiz(kinds=("single",))
    answer(course, quiz, 1)
    answer(course, quiz, 0)
    question = quiz.questions.get()
    assert question_statistics([question.id])[question.id].discrimination is None


def test_only_first_attempts_that_were_handed_in_count():
    course, quiz = world.a_quiz(kinds=("single",))
    awa = world.a_learner()
    answer(course, quiz, 0, who=awa)
    answer(course, quiz, 1, who=awa)
    open_one = enrol(person=world.a_learner(), course=course)[0]
    attempting.begin(person=open_one.person, quiz=quiz.id, enrolment=open_one.id)
    assert Attempt.objects.count() == 3
    question = quiz.questions.get()
    found = question_statistics([question.id])[question.id]
    assert (found.asked, found.difficulty) == (1, 0.0)


def test_answers_that_came_as_records_count_too():
    course, quiz = world.a_quiz(kinds=("single", "text"))
    awa, _ = enrol(person=world.a_learner(), course=course)
    single, text = quiz.questions.all()
    result = {"response": {str(single.id): world.right_answer(single)}}
    say(awa.person, an_item(awa.id, lesson=quiz.id, verb="answered", result=result))
    found = question_statistics([single.id, text.id])
    assert (found[single.id].answered, found[single.id].difficulty) == (1, 1.0)
    assert (found[text.id].asked, found[text.id].answered) == (1, 0)


def test_any_number_of_questions_takes_two_queries():
    course, quiz = world.a_quiz(kinds=("single",) * 12)
    answer(course, quiz, 5)
    questions = [question.id for question in quiz.questions.all()]
    for some in (questions[:1], questions):
        with CaptureQueriesContext(connection) as queries:
            question_statistics(some)
        assert len(queries) == 2
