"""Answers that come as learning records: graded at once, kept as attempts, refused where one is
needed."""

import pytest

from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Attempt, AttemptAnswer, Enrolment, Lesson, Quiz
from courses.releases.publishing import publish
from tests import world
from tests.world import an_item, say
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db


def answers(enrolment: Enrolment, quiz, response, **fields):
    result = {"response": response}
    return an_item(enrolment.id, lesson=quiz.id, verb="answered", result=result, **fields)


def joined(course) -> Enrolment:
    return enrol(person=world.a_learner(), course=course)[0]


def verbs(enrolment: Enrolment) -> list[tuple[str, str]]:
    rows = LearningRecord.objects.filter(registration=enrolment.registration, object_kind="lesson")
    return sorted(rows.values_list("verb", "trust"))


def test_answers_of_every_kind_are_graded_and_kept_as_an_attempt():
    course, quiz = world.a_quiz()
    awa = joined(course)
    item = answers(awa, quiz, world.right_answers(quiz))
    receipt = say(awa.person, item)[0]
    assert receipt.result == {"score": {"scaled": 1.0}, "success": True}
    attempt = Attempt.objects.get()
    assert (str(attempt.record), attempt.scaled, attempt.is_passed) == (item["id"], 1.0, True)
    assert set(attempt.question_ids) == set(world.right_answers(quiz))
    assert set(AttemptAnswer.objects.values_list("share", flat=True)) == {1.0}


def test_the_same_answers_sent_again_are_one_attempt():
    course, quiz = world.a_quiz(kinds=("single",))
    awa = joined(course)
    item = answers(awa, quiz, world.right_answers(quiz))
    say(awa.person, item, item)
    say(awa.person, item)
    assert Attempt.objects.count() == 1


def test_several_answers_at_once_are_numbered_after_those_there_are():
    course, quiz = world.a_quiz(kinds=("single",))
    awa = joined(course)
    say(awa.person, answers(awa, quiz, {}))
    say(awa.person, *(answers(awa, quiz, world.right_answers(quiz)) for _time in range(2)))
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_what_nobody_answered_is_kept_as_worth_nothing():
    course, quiz = world.a_quiz(kinds=("single", "text"))
    awa = joined(course)
    question, right = next(iter(world.right_answers(quiz).items()))
    say(awa.person, answers(awa, quiz, {question: right}))
    assert sorted(AttemptAnswer.objects.values_list("share", flat=True)) == [0.0, 1.0]


@pytest.mark.parametrize(
    "rules", [{"attempts_allowed": 3}, {"time_limit_minutes": 5}, {"is_team": True}]
)
def test_a_quiz_that_needs_an_attempt_refuses_answers_from_elsewhere(rules):
    course, quiz = world.a_quiz(kinds=("single",), **rules)
    awa = joined(course)
    receipt = say(awa.person, answers(awa, quiz, world.right_answers(quiz)))[0]
    assert (receipt.status, receipt.code) == ("refused", "attempt_needed")
    assert not Attempt.objects.exists()
    assert verbs(awa) == []


def test_an_older_release_without_limits_is_no_way_round_those_of_hers():
    course, quiz = world.a_quiz(kinds=("single", "text"))
    old_answers = world.right_answers(quiz)
    quiz.questions.filter(kind="text").delete()
    Quiz.objects.update(attempts_allowed=1)
    publish(course=course, by=None)
    course.refresh_from_db()
    awa = joined(course)
    assert say(awa.person, answers(awa, quiz, old_answers))[0].code == "attempt_needed"


def a_stricter_release(mastery: float):
    """The first release asks two questions; the second another one in place of one of them."""
    course, quiz = world.a_quiz(kinds=("single", "text"), mastery=mastery)
    old_answers = world.right_answers(quiz)
    early = joined(course)
    quiz.questions.filter(kind="text").delete()
    world.a_question_of("number", lesson=quiz)
    Lesson.objects.filter(pk=quiz.pk).update(mastery=1.0)
    publish(course=course, by=None)
    course.refresh_from_db()
    quiz.refresh_from_db()
    return course, quiz, old_answers, early


def _moved(enrolment: Enrolment, course) -> Enrolment:
    enrolment.release = course.current_release
    enrolment.save()
    return enrolment


@pytest.mark.parametrize(("is_all_right", "verb"), [(True, "passed"), (False, "failed")])
def test_an_older_page_kept_open_passes_by_the_mastery_of_her_release(is_all_right, verb):
    course, quiz, old_answers, early = a_stricter_release(mastery=0.4)
    _moved(early, course)
    right, other = old_answers
    response = old_answers if is_all_right else {right: old_answers[right], other: ["-"]}
    say(early.person, answers(early, quiz, response))
    assert verbs(early) == [("answered", "declared"), (verb, "graded")]
    attempt = Attempt.objects.get()
    assert (attempt.mastery, attempt.is_passed) == (1.0, is_all_right)
    assert attempt.released.release.number == 1


def test_a_release_from_before_she_began_is_no_way_round_the_questions_of_hers():
    course, quiz, old_answers, _early = a_stricter_release(mastery=0.4)
    late = joined(course)
    receipt = say(late.person, answers(late, quiz, old_answers))[0]
    assert receipt.result == {"score": {"scaled": 0.5}, "success": False}
    assert Attempt.objects.get().released.release == course.current_release
    receipt = say(late.person, answers(late, quiz, world.right_answers(quiz)))[0]
    assert receipt.result == {"score": {"scaled": 1.0}, "success": True}


def test_a_newer_release_passes_nobody_at_a_lower_mastery_than_hers():
    course, quiz = world.a_quiz(kinds=("single", "text"), mastery=1.0)
    awa = joined(course)
    added = str(world.a_question_of("number", lesson=quiz).id)
    Lesson.objects.filter(pk=quiz.pk).update(mastery=0.3)
    publish(course=course, by=None)
    right = world.right_answers(quiz)
    receipts = say(awa.person, answers(awa, quiz, {added: right[added]}), answers(awa, quiz, right))
    assert [receipt.result["success"] for receipt in receipts] == [False, True]


@pytest.mark.parametrize("modes", [("graded", "practice"), ("practice", "graded")])
def test_answers_prove_nothing_where_either_release_is_for_practice(modes):
    hers, newer = modes
    course, quiz = world.a_quiz(kinds=("single",), mode=hers)
    awa = joined(course)
    quiz.questions.all().delete()
    world.a_question_of("number", lesson=quiz)
    Quiz.objects.update(mode=newer)
    publish(course=course, by=None)
    say(awa.person, answers(awa, quiz, world.right_answers(quiz)))
    assert verbs(awa) == [("answered", "declared"), ("completed", "declared")]


def test_practice_is_done_by_answering_it_and_proves_nothing():
    course, quiz = world.a_quiz(mode="practice")
    awa = joined(course)
    receipt = say(awa.person, answers(awa, quiz, world.wrong_answers(quiz)))[0]
    assert (receipt.status, receipt.result) == ("stored", None)
    assert verbs(awa) == [("answered", "declared"), ("completed", "declared")]
    fold_all()
    assert Progress.objects.get(enrolment=awa.id).state == "completed"


def test_a_graded_quiz_is_not_completed_by_saying_so():
    course, quiz = world.a_quiz(kinds=("single",))
    awa = joined(course)
    item = an_item(awa.id, lesson=quiz.id, verb="completed")
    assert say(awa.person, item)[0].code == "verb_not_accepted"


def test_practice_of_before_does_not_pass_a_quiz_that_is_graded_now():
    course, quiz = world.a_quiz(kinds=("single",), mode="practice")
    quiz.questions.all().delete()
    world.a_question_of("number", lesson=quiz)
    Quiz.objects.update(mode="graded")
    publish(course=course, by=None)
    course.refresh_from_db()
    awa = joined(course)
    say(awa.person, an_item(awa.id, lesson=quiz.id, verb="completed"))
    fold_all()
    assert Progress.objects.get(enrolment=awa.id).state == "in_progress"
