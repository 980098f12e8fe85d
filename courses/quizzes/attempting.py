"""Owns attempts at quizzes: beginning, saving, handing in, and what happens when time is over.

Whoever changes an attempt holds a lock: on the enrolment to begin, on the attempt for the rest. So
attempts are counted one after the other, and one is handed in once.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Fault, Invalid, NotFound, pointer_to
from campus.owed.owing import owe
from courses.models import Attempt, AttemptAnswer, Enrolment, ReleaseLesson
from courses.quizzes.handing import ATTEMPT_OVER, close, hand_in, write_answers
from courses.quizzes.joining import joined, new_code, spelled, the_open_one
from courses.quizzes.tries import GRACE, attempt_locked, is_over, latest_due, tries_of, was_cut_off
from courses.rules.drawing import drawn
from courses.rules.quizrules import QuizRules, read_rules


def begin(*, person: User, quiz: UUID, enrolment: UUID, code: str = "") -> tuple[Attempt, bool]:
    """A new attempt of hers, or the one that is open; answers whether it is new.

    With the `code` of a team's attempt she joins that one. Raises NotFound for what is not hers
    or not there, Conflict where no attempt is left.
    """
    for overdue in tries_of(enrolment, quiz).filter(submitted_at=None, due_at__lt=latest_due()):
        close(overdue.id)
    with transaction.atomic():
        hers = _enrolment_locked(person, enrolment)
        released = _released(hers, quiz)
        rules = read_rules(released.quiz)
        tries = list(tries_of(hers.id, quiz))
        wanted = spelled(code)
        if open_one := next((one for one in tries if one.submitted_at is None), None):
            return the_open_one(open_one, wanted), False
        if rules.attempts_allowed and len(tries) >= rules.attempts_allowed:
            raise Conflict(_("You have no attempt left at this quiz."), code="no_attempt_left")
        if wanted:
            return joined(hers, quiz, wanted), True
        return _begun(hers, released, rules, tries), True


def save(
    *, person: User, quiz: UUID, attempt: UUID, answers: Mapping[str, Sequence[str]]
) -> Attempt:
    """Keep answers, the last for each question; sending them again changes nothing.

    Raises Conflict once it was handed in or its time is over.
    """
    with transaction.atomic():
        mine = attempt_locked(person, quiz, attempt)
        if mine.submitted_at is None and not is_over(mine):
            _keep(mine, answers)
            return mine
    close(mine.id)
    if mine.submitted_at is None or was_cut_off(mine):
        raise _too_late()
    raise Conflict(_("These answers were handed in before."), code="attempt_submitted")


def submit(
    *, person: User, quiz: UUID, attempt: UUID, answers: Mapping[str, Sequence[str]] | None = None
) -> Attempt:
    """Grade what was answered, once; doing it again answers the same attempt.

    Raises Conflict for answers that come when time is over: what was saved before counts.
    """
    with transaction.atomic():
        mine = attempt_locked(person, quiz, attempt)
        if mine.submitted_at is None and not is_over(mine):
            _check_questions(mine, answers or {})
            hand_in(mine, answers or {}, at=timezone.now())
            return mine
    over = close(mine.id)
    if answers and was_cut_off(over):
        raise _too_late()
    return over


def _too_late() -> Conflict:
    detail = _("The time is over: what you had saved until then was handed in.")
    return Conflict(detail, code="time_over")


def _enrolment_locked(person: User, enrolment: UUID) -> Enrolment:
    rows = Enrolment.objects.select_for_update(no_key=True)
    row = rows.filter(id=enrolment, person=person, withdrawn_at=None).first()
    if row is None:
        detail = _("You have no such enrolment: enrol first.")
        raise NotFound(detail, code="unknown_enrolment")
    return row


def _released(hers: Enrolment, quiz: UUID) -> ReleaseLesson:
    """The quiz in the release she reads, else in the newest; what corrects it changes no rule."""
    rows = ReleaseLesson.objects.filter(
        lesson=quiz, release__course=hers.course_id, kind="quiz"
    ).select_related("asked", "corrected_by__asked")
    hers_first = Case(When(release=hers.release_id, then=0), default=1)
    row = rows.order_by(hers_first, "-release__number").first()
    if row is None:
        detail = _("There is no such quiz in the course of this enrolment.")
        raise NotFound(detail, code="foreign_lesson")
    return row


def _begun(
    hers: Enrolment, released: ReleaseLesson, rules: QuizRules, tries: Sequence[Attempt]
) -> Attempt:
    now, seed = timezone.now(), secrets.randbits(62)
    limit = rules.time_limit_minutes
    numbers = [one.number for one in tries if one.enrolment_id == hers.id]
    attempt = Attempt.objects.create(
        enrolment=hers,
        released=released,
        lesson_id=released.lesson_id,
        number=max(numbers, default=0) + 1,
        seed=seed,
        mastery=released.mastery,
        question_ids=drawn(rules, seed) or list(released.key or {}),
        code=new_code() if rules.is_team else None,
        started_at=now,
        due_at=now + timedelta(minutes=limit) if limit else None,
    )
    if attempt.due_at:
        owe(ATTEMPT_OVER, [str(attempt.id)], due_at=attempt.due_at + GRACE)
    return attempt


def _check_questions(attempt: Attempt, answers: Mapping[str, Sequence[str]]) -> None:
    unknown = sorted(set(answers) - set(attempt.question_ids))
    if unknown:
        detail = _("This attempt does not ask the question {id}: leave it out.")
        faults = [
            Fault(pointer_to("answers", id_), "unknown_question", detail.format(id=id_))
            for id_ in unknown
        ]
        raise Invalid(faults[0].detail, code="unknown_question", faults=faults)


def _keep(attempt: Attempt, answers: Mapping[str, Sequence[str]]) -> None:
    _check_questions(attempt, answers)
    now = timezone.now()
    write_answers(
        [
            AttemptAnswer(attempt=attempt, question=id_, response=list(given), answered_at=now)
            for id_, given in answers.items()
        ]
    )
