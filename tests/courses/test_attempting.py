"""Attempts at a quiz: how they begin, are saved, handed in and closed, and for whom they count."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campus.errors import Conflict, Invalid, NotFound
from campus.owed import claiming
from campus.owed.models import Owed
from campus.records.models import LearningRecord
from courses.enrolment import enrol
from courses.models import Attempt, AttemptAnswer, Choice, Enrolment, Lesson, Quiz
from courses.quizzes import attempting, handing
from courses.quizzes.tried import attempt_document, find_attempt
from courses.quizzes.tries import GRACE
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from tests import world
from workers.progress.folding.shards import fold_all
from workers.progress.models import Progress

pytestmark = pytest.mark.django_db


def joined(course, name="Awa Diop") -> Enrolment:
    return enrol(person=world.a_learner(name), course=course)[0]


def begin(enrolment: Enrolment, quiz: Lesson, code: str = "") -> Attempt:
    return attempting.begin(
        person=enrolment.person, quiz=quiz.id, enrolment=enrolment.id, code=code
    )[0]


def save(enrolment: Enrolment, attempt: Attempt, answers) -> Attempt:
    return attempting.save(
        person=enrolment.person, quiz=attempt.lesson_id, attempt=attempt.id, answers=answers
    )


def submit(enrolment: Enrolment, attempt: Attempt, answers=None) -> Attempt:
    return attempting.submit(
        person=enrolment.person, quiz=attempt.lesson_id, attempt=attempt.id, answers=answers
    )


def said(enrolment: Enrolment) -> list[tuple[str, str, float | None]]:
    """By the verbs' names: what is appended at once has no order of its own."""
    rows = LearningRecord.objects.filter(
        registration=enrolment.registration, object_kind="lesson"
    ).order_by("verb")
    return [(row.verb, row.trust, row.score) for row in rows]


def let_time_pass(attempt: Attempt, *, seconds: float) -> None:
    """So that it is `seconds` past the end of the attempt's time."""
    due = timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(id=attempt.id).update(due_at=due)
    attempt.refresh_from_db()


def test_right_answers_of_every_kind_pass_the_quiz() -> None:
    course, quiz = world.a_quiz()
    awa = joined(course)
    attempt = begin(awa, quiz)
    done = submit(awa, attempt, world.right_answers(quiz))
    assert (done.scaled, done.is_passed) == (1.0, True)
    assert said(awa) == [("answered", "observed", None), ("passed", "graded", 1.0)]
    fold_all()
    assert Progress.objects.get(enrolment=awa.id).state == "completed"


def test_wrong_answers_of_every_kind_fail_it() -> None:
    course, quiz = world.a_quiz()
    awa = joined(course)
    done = submit(awa, begin(awa, quiz), world.wrong_answers(quiz))
    assert (done.scaled, done.is_passed) == (0.0, False)
    assert [one[0] for one in said(awa)] == ["answered", "failed"]


def test_handing_in_twice_grades_and_records_once() -> None:
    course, quiz = world.a_quiz()
    awa = joined(course)
    attempt = begin(awa, quiz)
    first = submit(awa, attempt, world.wrong_answers(quiz))
    again = submit(awa, attempt, world.right_answers(quiz))
    assert (again.scaled, again.submitted_at) == (first.scaled, first.submitted_at)
    assert len(said(awa)) == 2


def test_the_open_attempt_is_answered_again_and_not_a_second_one() -> None:
    course, quiz = world.a_quiz(attempts_allowed=1)
    awa = joined(course)
    first, is_new = attempting.begin(person=awa.person, quiz=quiz.id, enrolment=awa.id)
    again, is_new_again = attempting.begin(person=awa.person, quiz=quiz.id, enrolment=awa.id)
    assert (first.id, is_new, is_new_again) == (again.id, True, False)


def test_no_more_attempts_than_the_quiz_allows() -> None:
    course, quiz = world.a_quiz(attempts_allowed=2)
    awa = joined(course)
    for _time in range(2):
        submit(awa, begin(awa, quiz))
    with pytest.raises(Conflict) as refused:
        begin(awa, quiz)
    assert refused.value.code == "no_attempt_left"
    assert [a.number for a in Attempt.objects.order_by("number")] == [1, 2]
    assert begin(joined(course, "Eve"), quiz).number == 1


def test_without_a_limit_one_may_try_again() -> None:
    course, quiz = world.a_quiz(time_limit_minutes=5)
    awa = joined(course)
    for _time in range(3):
        submit(awa, begin(awa, quiz))
    assert begin(awa, quiz).number == 4


def test_answers_are_saved_and_the_last_one_counts() -> None:
    course, quiz = world.a_quiz(kinds=("single", "text"))
    awa = joined(course)
    attempt = begin(awa, quiz)
    right, wrong = world.right_answers(quiz), world.wrong_answers(quiz)
    for answers in (wrong, right, right):
        save(awa, attempt, answers)
    assert AttemptAnswer.objects.count() == 2
    assert submit(awa, attempt).is_passed


def test_what_is_handed_in_goes_over_what_was_saved() -> None:
    course, quiz = world.a_quiz(kinds=("single", "text"))
    awa = joined(course)
    attempt = begin(awa, quiz)
    save(awa, attempt, world.wrong_answers(quiz))
    one, right = next(iter(world.right_answers(quiz).items()))
    assert submit(awa, attempt, {one: right}).scaled == 0.5


def test_an_answer_to_another_question_is_refused_with_its_name() -> None:
    course, quiz = world.a_quiz(kinds=("single",))
    awa = joined(course)
    attempt = begin(awa, quiz)
    foreign = str(uuid.uuid4())
    for write in (save, submit):
        with pytest.raises(Invalid) as refused:
            write(awa, attempt, {foreign: ["x"]})
        assert refused.value.faults[0].pointer == f"/answers/{foreign}"
    assert not AttemptAnswer.objects.exists()
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_answers_after_handing_in_are_refused() -> None:
    course, quiz = world.a_quiz()
    awa = joined(course)
    attempt = begin(awa, quiz)
    submit(awa, attempt)
    with pytest.raises(Conflict) as refused:
        save(awa, attempt, world.right_answers(quiz))
    assert refused.value.code == "attempt_submitted"


def test_questions_are_drawn_from_the_bank_as_it_was_published() -> None:
    course, quiz = world.a_quiz(kinds=("single",), drawn=("text",) * 6, draw=2)
    awa = joined(course)
    bank = quiz.quiz.draws.get().bank
    pool = {str(q.id) for q in bank.questions.all()}
    world.a_question_of("number", bank=bank)
    attempt = begin(awa, quiz)
    own, *drawn = attempt.question_ids
    assert own == str(quiz.questions.get().id)
    assert len(set(drawn)) == 2
    assert set(drawn) <= pool
    answers = {
        id_: a for id_, a in world.right_answers(quiz).items() if id_ in attempt.question_ids
    }
    assert submit(awa, attempt, answers).scaled == 1.0


def test_what_is_asked_is_shuffled_by_the_attempt_and_stays_so() -> None:
    course, quiz = world.a_quiz(
        kinds=("multiple",) * 8, shuffles_questions=True, shuffles_choices=True
    )
    orders = set()
    for number in range(4):
        awa = joined(course, f"Awa {number}")
        attempt = begin(awa, quiz)
        shown = [attempt_document(awa.person, attempt).questions for _twice in range(2)]
        assert shown[0] == shown[1]
        orders.add(tuple(str(c.id) for q in shown[0] for c in q.choices))
    assert len(orders) > 1


def test_mastery_and_key_are_those_of_the_beginning() -> None:
    """Neither the draft nor a new release changes an attempt that is under way."""
    course, quiz = world.a_quiz(kinds=("single", "truefalse"), mastery=0.5, time_limit_minutes=30)
    awa = joined(course)
    attempt = begin(awa, quiz)
    right = world.right_answers(quiz)
    Lesson.objects.filter(id=quiz.id).update(mastery=1.0)
    Quiz.objects.filter(lesson=quiz).update(time_limit_minutes=1)
    for choice in Choice.objects.all():
        Choice.objects.filter(id=choice.id).update(is_correct=not choice.is_correct)
    newer = publish(course=course, by=None)
    Enrolment.objects.filter(id=awa.id).update(release=newer)
    save(awa, attempt, dict(list(right.items())[:1]))
    done = submit(awa, attempt)
    assert (done.mastery, done.scaled, done.is_passed) == (0.5, 0.5, True)
    assert done.due_at - done.started_at == timedelta(minutes=30)
    again = begin(Enrolment.objects.get(id=awa.id), quiz)
    assert (again.mastery, submit(awa, again, right).scaled) == (1.0, 0.0)


@pytest.mark.parametrize(("late", "is_taken"), [(-60, True), (15, True), (45, False)])
def test_answers_count_until_the_time_and_its_grace_are_over(late: float, is_taken: bool) -> None:
    course, quiz = world.a_quiz(time_limit_minutes=10)
    awa = joined(course)
    attempt = begin(awa, quiz)
    let_time_pass(attempt, seconds=late)
    if is_taken:
        save(awa, attempt, world.right_answers(quiz))
        assert submit(awa, attempt).is_passed
        return
    with pytest.raises(Conflict) as refused:
        save(awa, attempt, world.right_answers(quiz))
    assert refused.value.code == "time_over"
    attempt.refresh_from_db()
    assert (attempt.is_passed, attempt.submitted_at) == (False, attempt.due_at + GRACE)


@pytest.mark.parametrize("who_closes", ["submitting", "the worker", "reading", "beginning anew"])
def test_when_time_is_over_what_was_saved_is_handed_in(who_closes: str) -> None:
    course, quiz = world.a_quiz(kinds=("single", "truefalse"), time_limit_minutes=10)
    awa = joined(course)
    attempt = begin(awa, quiz)
    one, right = next(iter(world.right_answers(quiz).items()))
    save(awa, attempt, {one: right})
    let_time_pass(attempt, seconds=60)
    if who_closes == "the worker":
        owed = Owed.objects.get(kind=handing.ATTEMPT_OVER)
        assert owed.due_at > timezone.now() + timedelta(minutes=10)
        handing.close_owed(owed.key)
    elif who_closes == "reading":
        find_attempt(awa.person, quiz.id, attempt.id)
    elif who_closes == "beginning anew":
        assert begin(awa, quiz).number == 2
    for _twice in range(2):
        with pytest.raises(Conflict) as refused:
            submit(awa, attempt, world.right_answers(quiz))
        assert refused.value.code == "time_over"
        assert submit(awa, attempt).scaled == 0.5
    assert [one[0] for one in said(awa)] == ["answered", "failed"]


def test_the_worker_leaves_an_attempt_whose_time_is_not_over() -> None:
    course, quiz = world.a_quiz(time_limit_minutes=10)
    attempt = begin(joined(course), quiz)
    handing.close_owed(str(attempt.id))
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_the_workers_know_what_to_do_when_time_is_over() -> None:
    from workers import doorbells

    doorbells.hang()
    course, quiz = world.a_quiz(time_limit_minutes=10)
    attempt = begin(joined(course), quiz)
    let_time_pass(attempt, seconds=60)
    Owed.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert claiming.do_owed(handing.ATTEMPT_OVER) == 1
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert not Owed.objects.filter(kind=handing.ATTEMPT_OVER).exists()


def test_a_team_answers_together_and_each_member_has_the_result() -> None:
    course, quiz = world.a_quiz(is_team=True, attempts_allowed=1)
    awa, ben, eve = (joined(course, name) for name in ("Awa", "Ben", "Eve"))
    attempt = begin(awa, quiz)
    typed = f" {attempt.code[:4].lower()}-{attempt.code[4:]} "
    assert begin(ben, quiz, typed).id == attempt.id
    assert begin(ben, quiz, typed).id == attempt.id, "joining twice is joining once"
    assert attempt_document(ben.person, attempt).team.members == ["Awa", "Ben"]
    save(ben, attempt, world.right_answers(quiz))
    submit(awa, attempt)
    assert [one[0] for one in said(awa)] == ["answered", "passed"] == [one[0] for one in said(ben)]
    assert said(eve) == []
    for taken in (awa, ben):
        with pytest.raises(Conflict):
            begin(taken, quiz)
    assert begin(eve, quiz).number == 1


def test_a_member_sees_the_team_s_attempt_as_her_own_and_nobody_else_does() -> None:
    course, quiz = world.a_quiz(is_team=True)
    awa, ben, eve = (joined(course, name) for name in ("Awa", "Ben", "Eve"))
    attempt = begin(awa, quiz)
    begin(ben, quiz, attempt.code)
    found = find_attempt(ben.person, quiz.id, attempt.id)
    assert attempt_document(ben.person, found).enrolment == ben.id
    for attack in (
        lambda: find_attempt(eve.person, quiz.id, attempt.id),
        lambda: save(eve, attempt, {}),
        lambda: submit(eve, attempt),
    ):
        with pytest.raises(NotFound):
            attack()


def test_a_code_that_nobody_answers_under_is_refused() -> None:
    course, quiz = world.a_quiz(is_team=True, time_limit_minutes=10)
    other_course, other = world.a_quiz(is_team=True)
    awa, ben = joined(course, "Awa"), joined(course, "Ben")
    elsewhere = begin(joined(other_course), other)
    over, handed_in = begin(awa, quiz), begin(joined(course), quiz)
    let_time_pass(over, seconds=60)
    Attempt.objects.filter(id=handed_in.id).update(submitted_at=timezone.now())
    for code in ("AAAABBBB", elsewhere.code, over.code, handed_in.code):
        with pytest.raises(NotFound) as refused:
            begin(ben, quiz, code)
        assert refused.value.code == "unknown_code"


def test_whoever_answers_alone_joins_no_team_meanwhile() -> None:
    course, quiz = world.a_quiz(is_team=True)
    awa, ben = joined(course, "Awa"), joined(course, "Ben")
    attempt = begin(awa, quiz)
    begin(ben, quiz)
    with pytest.raises(Conflict) as refused:
        begin(ben, quiz, attempt.code)
    assert refused.value.code == "attempt_open"


def test_practice_proves_nothing_and_counts_as_done() -> None:
    course, quiz = world.a_quiz(mode="practice", time_limit_minutes=10)
    awa = joined(course)
    submit(awa, begin(awa, quiz), world.wrong_answers(quiz))
    assert said(awa) == [("answered", "observed", None), ("completed", "declared", None)]
    fold_all()
    assert Progress.objects.get(enrolment=awa.id).state == "completed"


@pytest.mark.parametrize("whose", ["another's", "withdrawn", "of another course"])
def test_an_attempt_needs_a_live_enrolment_of_hers_in_the_course(whose: str) -> None:
    course, quiz = world.a_quiz()
    awa = joined(course)
    asked = {"person": awa.person, "quiz": quiz.id, "enrolment": awa.id}
    if whose == "another's":
        asked["enrolment"] = joined(course, "Eve").id
    elif whose == "withdrawn":
        Enrolment.objects.update(withdrawn_at=timezone.now())
    else:
        asked["enrolment"] = enrol(person=awa.person, course=world.a_published_course())[0].id
    with pytest.raises(NotFound):
        attempting.begin(**asked)


def test_beginning_and_handing_in_take_few_queries() -> None:
    course, quiz = world.a_quiz(time_limit_minutes=10, drawn=("text",) * 30, draw=5)
    awa = joined(course)
    with CaptureQueriesContext(connection) as beginning:
        attempt = begin(awa, quiz)
        attempt_document(awa.person, attempt)
    answers = {id_: ["x"] for id_ in attempt.question_ids}
    with CaptureQueriesContext(connection) as saving:
        save(awa, attempt, answers)
    with CaptureQueriesContext(connection) as handing_in:
        submit(awa, attempt, answers)
    counts = [
        sum("SAVEPOINT" not in one["sql"] for one in queries.captured_queries)
        for queries in (beginning, saving, handing_in)
    ]
    assert max(counts) < 10, counts


def test_a_correction_changes_the_words_of_an_attempt_and_never_its_key() -> None:
    course, quiz = world.a_quiz(kinds=("single",), attempts_allowed=5)
    awa = joined(course)
    attempt = begin(awa, quiz)
    right = world.right_answers(quiz)
    quiz.questions.update(prompt="Une question mieux dite ?", explanation="Mieux dit aussi.")
    correct(course=course, by=None, note="Coquille")
    found = find_attempt(awa.person, quiz.id, attempt.id)
    assert found.released_id == attempt.released_id
    shown = attempt_document(awa.person, found).questions
    assert [one.prompt for one in shown] == ["Une question mieux dite ?"]
    assert submit(awa, attempt, right).scaled == 1.0
    told = attempt_document(awa.person, find_attempt(awa.person, quiz.id, attempt.id))
    (result,) = told.result.questions
    assert "Mieux dit aussi." in result.explanation
    assert submit(awa, begin(awa, quiz), right).scaled == 1.0
