"""Two at once at the same quiz: one attempt begins, what is handed in stays, numbers differ."""

import pytest
from django.db import IntegrityError, transaction

from campus.errors import Conflict
from campus.records import appending
from courses.enrolment import enrol
from courses.models import Attempt, AttemptAnswer
from courses.quizzes import attempting
from tests import world
from tests.racing import another_process, take_no_locks, wait_until_blocked
from tests.world import an_item, say

pytestmark = pytest.mark.django_db(transaction=True)


def a_learner_at_a_quiz(**rules):
    course, quiz = world.a_quiz(kinds=("single",), **rules)
    return enrol(person=world.a_learner(), course=course)[0], quiz


@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_at_once_begin_one_attempt(is_guarded, monkeypatch):
    """Unguarded is the control: both find none begun, and only the database stops the second."""
    awa, quiz = a_learner_at_a_quiz(attempts_allowed=1)
    asked = {"person": awa.person, "quiz": quiz.id, "enrolment": awa.id}
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            first, _is_new = attempting.begin(**asked)
            second = run(attempting.begin, **asked)
            wait_until_blocked()
        if is_guarded:
            assert second.result(10) == (first, False)
        else:
            with pytest.raises(IntegrityError):
                second.result(10)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("is_guarded", [True, False])
def test_the_last_attempt_is_begun_once_though_another_is_handed_in_meanwhile(
    is_guarded, monkeypatch
):
    awa, quiz = a_learner_at_a_quiz(attempts_allowed=1)
    asked = {"person": awa.person, "quiz": quiz.id}
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            first, _is_new = attempting.begin(**asked, enrolment=awa.id)
            attempting.submit(**asked, attempt=first.id)
            second = run(attempting.begin, **asked, enrolment=awa.id)
            wait_until_blocked()
        with pytest.raises(Conflict if is_guarded else IntegrityError):
            second.result(10)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("is_guarded", [True, False])
def test_an_answer_saved_while_handing_in_changes_nothing_graded(is_guarded, monkeypatch):
    """Unguarded is the control: it writes over what was graded."""
    awa, quiz = a_learner_at_a_quiz(attempts_allowed=1)
    asked = {"person": awa.person, "quiz": quiz.id}
    attempt, _is_new = attempting.begin(**asked, enrolment=awa.id)
    if not is_guarded:
        take_no_locks(monkeypatch)
    right, wrong = world.right_answers(quiz), world.wrong_answers(quiz)
    with another_process() as run:
        with transaction.atomic():
            attempting.submit(**asked, attempt=attempt.id, answers=right)
            second = run(attempting.save, **asked, attempt=attempt.id, answers=wrong)
            wait_until_blocked()
        if is_guarded:
            with pytest.raises(Conflict):
                second.result(10)
        else:
            second.result(10)
    kept = AttemptAnswer.objects.get()
    assert (kept.response == next(iter(right.values())), kept.share) == (
        (True, 1.0) if is_guarded else (False, None)
    )


@pytest.mark.parametrize("is_guarded", [True, False])
def test_answers_that_arrive_at_once_get_numbers_of_their_own(is_guarded, monkeypatch):
    awa, quiz = a_learner_at_a_quiz()
    result = {"response": world.right_answers(quiz)}
    items = [an_item(awa.id, lesson=quiz.id, verb="answered", result=result) for _time in range(2)]
    if not is_guarded:
        take_no_locks(monkeypatch)
        together = appending._APPEND.replace("xact_lock(", "xact_lock_shared(")
        assert together != appending._APPEND
        monkeypatch.setattr(appending, "_APPEND", together)
    with another_process() as run:
        with transaction.atomic():
            say(awa.person, items[0])
            second = run(say, awa.person, items[1])
            wait_until_blocked()
        if is_guarded:
            assert second.result(10)[0].status == "stored"
        else:
            with pytest.raises(IntegrityError):
                second.result(10)
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2][: 1 + is_guarded]
