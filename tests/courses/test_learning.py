"""What may be said of lessons, how answers are graded, which courses count as complete."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.records.models import LearningRecord
from courses import learning
from courses.drafting.authoring import add_lesson, archive
from courses.enrolment import enrol, withdraw
from courses.models import CourseCompletion, Lesson
from courses.releases.publishing import publish
from tests import world
from tests.world import an_item, say

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def course():
    return world.a_published_course(lessons=("article", "quiz"))


@pytest.fixture
def learner():
    return world.a_learner()


@pytest.fixture
def enrolment(learner, course):
    return enrol(person=learner, course=course)[0]


def _answers(enrolment, quiz, response, **fields):
    return an_item(
        enrolment.id, lesson=quiz.id, verb="answered", result={"response": response}, **fields
    )


def _graded() -> list[LearningRecord]:
    return list(LearningRecord.objects.filter(trust="graded"))


def test_right_answers_pass_the_quiz(learner, enrolment, course):
    quiz = world.quiz_of(course)
    item = _answers(enrolment, quiz, world.right_answers(quiz))
    assert say(learner, item)[0].status == "stored"
    grade = _graded()[0]
    assert (grade.verb, grade.score, grade.object) == ("passed", 1.0, quiz.id)
    assert grade.registration == enrolment.registration


def test_wrong_answers_fail_it(learner, enrolment, course):
    quiz = world.quiz_of(course)
    say(learner, _answers(enrolment, quiz, world.wrong_answers(quiz)))
    assert [(grade.verb, grade.score) for grade in _graded()] == [("failed", 0.0)]


def test_the_receipt_of_answers_holds_their_grade(learner, enrolment, course):
    quiz = world.quiz_of(course)
    item = _answers(enrolment, quiz, world.right_answers(quiz))
    grade = {"score": {"scaled": 1.0}, "success": True}
    assert [say(learner, item)[0].result for _again in range(2)] == [grade, grade]
    assert say(learner, _answers(enrolment, quiz, {}))[0].result["success"] is False


def test_half_the_answers_are_below_the_mastery_score(learner, enrolment, course):
    quiz = world.quiz_of(course)
    question, chosen = next(iter(world.right_answers(quiz).items()))
    say(learner, _answers(enrolment, quiz, {question: chosen}))
    assert [(grade.verb, grade.score) for grade in _graded()] == [("failed", 0.5)]


def test_answers_sent_again_are_graded_once(learner, enrolment, course):
    quiz = world.quiz_of(course)
    item = _answers(enrolment, quiz, world.right_answers(quiz))
    receipts = [*say(learner, item, item), *say(learner, item)]
    assert [receipt.status for receipt in receipts] == ["stored", "duplicate", "duplicate"]
    assert len(_graded()) == 1


def test_every_new_try_is_graded(learner, enrolment, course):
    quiz = world.quiz_of(course)
    say(
        learner,
        _answers(enrolment, quiz, world.wrong_answers(quiz)),
        _answers(enrolment, quiz, world.right_answers(quiz)),
    )
    assert sorted(grade.verb for grade in _graded()) == ["failed", "passed"]


@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "later"])
def test_answers_whose_id_is_taken_are_not_graded(at_once, learner, enrolment, course):
    article, quiz = world.lessons_of(course)
    taken = world.done(enrolment, article)
    answers = _answers(enrolment, quiz, world.right_answers(quiz), id=taken["id"])
    receipts = (
        say(learner, taken, answers) if at_once else [say(learner, i)[0] for i in (taken, answers)]
    )
    assert [receipt.status for receipt in receipts] == ["stored", "conflict"]
    assert _graded() == []


def test_refused_answers_are_not_graded(learner, enrolment, course):
    quiz = world.quiz_of(course)
    right = _answers(enrolment, quiz, world.right_answers(quiz))
    assert say(learner, right | {"at": "2999-01-01T00:00:00Z"})[0].status == "refused"
    assert _graded() == []


def test_nobody_grades_herself(learner, enrolment, course):
    quiz = world.quiz_of(course)
    receipt = say(learner, an_item(enrolment.id, lesson=quiz.id, verb="passed"))[0]
    assert (receipt.status, receipt.code) == ("refused", "verb_not_accepted")


def test_the_key_of_a_grade_is_that_of_the_release_not_of_the_draft(learner, enrolment, course):
    quiz = world.quiz_of(course)
    answers = world.right_answers(quiz)
    quiz.questions.all().delete()
    say(learner, _answers(enrolment, quiz, answers))
    assert _graded()[0].verb == "passed"


def test_answers_to_an_older_release_are_graded_by_it(learner, enrolment, course):
    """She kept an older page open: her questions are those of the first release."""
    quiz = world.quiz_of(course)
    old_answers = world.right_answers(quiz)
    newer = _with_other_questions(course, quiz)
    enrolment.release = newer
    enrolment.save()

    say(learner, _answers(enrolment, quiz, old_answers))

    grade = _graded()[0]
    assert (grade.verb, grade.release) == ("passed", course.releases.get(number=1).id)


def test_answers_to_a_newer_release_are_graded_by_it(learner, enrolment, course):
    quiz = world.quiz_of(course)
    newer = _with_other_questions(course, quiz)
    say(learner, _answers(enrolment, quiz, world.right_answers(quiz)))
    assert [(grade.verb, grade.release) for grade in _graded()] == [("passed", newer.id)]


def test_too_few_answers_are_graded_by_her_own_release(learner, enrolment, course):
    """A newer release with one easy question is no way round the ten of hers."""
    quiz = world.quiz_of(course)
    _first, second = quiz.questions.all()
    second.delete()
    publish(course=course, by=None)
    say(learner, _answers(enrolment, quiz, world.right_answers(quiz)))
    assert [(grade.verb, grade.release) for grade in _graded()] == [
        ("failed", enrolment.release_id)
    ]


def _with_other_questions(course, quiz):
    quiz.questions.all().delete()
    world.a_question(quiz, right=("ici",), wrong=("là",))
    return publish(course=course, by=None)


def test_a_lesson_that_only_another_release_holds_is_believed(learner, enrolment, course):
    added = add_lesson(module=course.modules.get(), title="Nouvelle leçon")
    added.source = "Du texte."
    added.save()
    publish(course=course, by=None)
    assert say(learner, world.done(enrolment, added))[0].status == "stored"


def test_a_lesson_that_was_taken_out_is_believed_still(learner, enrolment, course):
    article = world.lessons_of(course)[0]
    archive(item=article)
    publish(course=course, by=None)
    assert say(learner, world.done(enrolment, article))[0].status == "stored"


def test_a_lesson_of_the_draft_only_is_refused(learner, enrolment, course):
    draft = add_lesson(module=course.modules.get(), title="Pas encore publiée")
    receipt = say(learner, world.done(enrolment, draft))[0]
    assert (receipt.status, receipt.code) == ("refused", "foreign_lesson")


def test_a_lesson_that_became_a_quiz_is_still_completed_by_those_who_read_it(
    learner, enrolment, course
):
    article = world.lessons_of(course)[0]
    _turn_into_a_quiz(article)
    publish(course=course, by=None)
    assert say(learner, world.done(enrolment, article))[0].status == "stored"


def test_a_lesson_that_became_a_quiz_is_answered_by_whoever_reads_the_new_one(
    learner, enrolment, course
):
    article = world.lessons_of(course)[0]
    _turn_into_a_quiz(article)
    newer = publish(course=course, by=None)
    article.refresh_from_db()
    say(learner, _answers(enrolment, article, world.right_answers(article)))
    assert [(grade.verb, grade.release) for grade in _graded()] == [("passed", newer.id)]


def _turn_into_a_quiz(lesson: Lesson) -> None:
    Lesson.objects.filter(id=lesson.id).update(kind="quiz", move_on="Passed")
    world.a_question(lesson, right=("oui",), wrong=("non",))


def test_what_is_said_after_leaving_is_kept(learner, enrolment, course):
    withdraw(enrolment=enrolment)
    assert say(learner, world.done(enrolment, world.lessons_of(course)[0]))[0].status == "stored"


@pytest.mark.parametrize(("of_hers", "most"), [(True, 1), (False, 2)])
def test_checking_costs_the_same_queries_for_any_number(of_hers, most, learner, enrolment, course):
    """What her own release holds, one query settles; else all releases are looked at."""
    from campus.records.checking import Claim

    learning._kinds_in(enrolment.release_id)  # as a process that has seen this release
    lesson = world.lessons_of(course)[0].id if of_hers else uuid.uuid4()
    for size in (1, 300):
        claims = [
            Claim(uuid.uuid4(), enrolment.id, lesson, "completed", DAY, None) for _ in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            learning.check(learner, claims)
        assert len(queries) == most


def test_two_items_of_one_id_are_judged_each_for_itself(learner, enrolment, course):
    """The one that her release bears out vouches for no other."""
    item = world.done(enrolment, world.lessons_of(course)[0])
    first, second = say(learner, item, item | {"lesson": str(uuid.uuid4())})
    assert (first.status, second.code) == ("stored", "foreign_lesson")


def test_a_completion_is_set_corrected_and_removed(enrolment):
    def settle(moment):
        return learning.settle([learning.Settled(enrolment.id, enrolment.release_id, moment)])

    assert settle(DAY) == {enrolment.id}
    assert settle(DAY) == set()
    assert settle(DAY.replace(day=2)) == {enrolment.id}
    assert CourseCompletion.objects.get().completed_at == DAY.replace(day=2)
    assert settle(None) == set()
    assert not CourseCompletion.objects.exists()
    assert learning.settle([]) == set()
