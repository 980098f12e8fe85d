"""Owns the end of an attempt: what was answered is graded once, and recorded for who took part."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from campus.records.appending import append
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from courses.models import Attempt, AttemptAnswer, Enrolment
from courses.quizzes.answering import answers_given, what_follows
from courses.quizzes.tries import GRACE, is_over, key_of
from courses.rules.grading import grade

ATTEMPT_OVER = "quiz_attempt_over"


@transaction.atomic
def close(attempt: UUID) -> Attempt:
    """Hand in what was saved of an attempt whose time is over; else leave it as it is."""
    rows = Attempt.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("released", "enrolment__person").defer("released__feedback")
    row = rows.get(id=attempt)
    if row.submitted_at is None and is_over(row):
        assert row.due_at is not None
        hand_in(row, {}, at=row.due_at + GRACE)
    return row


def close_owed(key: str) -> None:
    """The handler of `ATTEMPT_OVER`: nobody needs to come back for her answers to count."""
    close(UUID(key))


def hand_in(attempt: Attempt, answers: Mapping[str, Sequence[str]], *, at: datetime) -> None:
    """Grade by the key of the release it began with, and by the mastery frozen then."""
    saved = {str(row.question): row.response for row in attempt.answers.all()}
    response = {**saved, **{id_: list(given) for id_, given in answers.items()}}
    graded = grade(response, key_of(attempt))
    attempt.submitted_at = at
    attempt.scaled = graded.scaled
    attempt.is_passed = graded.is_mastered(attempt.mastery)
    attempt.save(update_fields=["submitted_at", "scaled", "is_passed"])
    write_answers(answers_given(attempt, response, graded, at))
    records = []
    for enrolment in _taking_part(attempt):
        answered = _answered(attempt, enrolment, response, at)
        records += [answered, what_follows(answered, attempt.released, graded, attempt.mastery)]
    append(records)


def _taking_part(attempt: Attempt) -> list[Enrolment]:
    if attempt.code is None:
        return [attempt.enrolment]
    members = attempt.members.select_related("enrolment__person").order_by("id")
    return [attempt.enrolment, *(one.enrolment for one in members)]


def _answered(
    attempt: Attempt, enrolment: Enrolment, response: Mapping[str, list[str]], at: datetime
) -> NewRecord:
    """Its id follows from the attempt's, and from its seed: nobody can take it beforehand."""
    return NewRecord(
        id=uuid.uuid5(attempt.id, f"answered {attempt.seed} {enrolment.id}"),
        learner=enrolment.person.id,
        actor=enrolment.person.actor,
        registration=enrolment.registration,
        object_kind="lesson",
        object=attempt.lesson_id,
        release=attempt.released.release_id,
        verb="answered",
        occurred_at=at,
        trust=Trust.OBSERVED,
        result={"response": response},
    )


def write_answers(answers: Sequence[AttemptAnswer]) -> None:
    AttemptAnswer.objects.bulk_create(
        answers,
        update_conflicts=True,
        unique_fields=["attempt", "question"],
        update_fields=["response", "answered_at", "share"],
    )
