"""Owns answers to a quiz that come as learning records: what they are worth, and their attempt.

A quiz that everybody may read needs no attempt to be begun: its answers may be prepared without a
connection and are graded when they arrive. Each such record is an attempt afterwards.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.records.checking import Accepted, Refusal, Verdict
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from courses.models import Attempt, AttemptAnswer, Enrolment, ReleaseLesson
from courses.rules.grading import Grade, grade, read_key
from courses.rules.quizrules import read_rules


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, to be kept as an attempt once its record is stored."""

    record: UUID
    enrolment: UUID
    released: ReleaseLesson
    mastery: float
    response: Mapping[str, list[str]]
    grade: Grade
    answered_at: datetime


def judged(answered: NewRecord, enrolment: Enrolment, held: Sequence[ReleaseLesson]) -> Verdict:
    """The answers with what the campus says of them; refused where an attempt is needed.

    `held` is the quiz in each release that holds it, hers first. No other release, with laxer
    rules, is a way round those of hers: not its limits, its mode nor its mastery. Ids of what
    follows come from the answers' id, so that sending those again grades nothing twice.
    """
    response = (answered.result or {})["response"]
    lesson = _answered_release(response, enrolment, held)
    rules = [read_rules(one.quiz) for one in (held[0], lesson)]
    if any(one.needs_attempt for one in rules):
        detail = _("This quiz is answered in attempts: begin one, and answer what it asks.")
        return Refusal("attempt_needed", detail)
    graded = grade(response, read_key(lesson.key))
    mastery = max(held[0].mastery, lesson.mastery)
    if any(one.is_practice for one in rules):
        follows = _practised(answered, lesson)
    else:
        follows = _graded(answered, lesson, graded, mastery)
    at = answered.occurred_at
    kept = Answers(answered.id, enrolment.id, lesson, mastery, response, graded, at)
    return Accepted(answered, (follows,), kept)


def what_follows(
    answered: NewRecord, released: ReleaseLesson, graded: Grade, mastery: float
) -> NewRecord:
    """`passed` or `failed` by our grade; for practice `completed`, as the learner's own word."""
    if read_rules(released.quiz).is_practice:
        return _practised(answered, released)
    return _graded(answered, released, graded, mastery)


def _practised(answered: NewRecord, released: ReleaseLesson) -> NewRecord:
    return _after(answered, released, "completed", "completed", Trust.DECLARED, None)


def _graded(
    answered: NewRecord, released: ReleaseLesson, graded: Grade, mastery: float
) -> NewRecord:
    is_passed = graded.is_mastered(mastery)
    result = {"score": {"scaled": round(graded.scaled, 4)}, "success": is_passed}
    verb = "passed" if is_passed else "failed"
    return _after(answered, released, "graded", verb, Trust.GRADED, result)


def _after(
    answered: NewRecord,
    released: ReleaseLesson,
    name: str,
    verb: str,
    trust: Trust,
    result: Mapping[str, object] | None,
) -> NewRecord:
    return NewRecord(
        id=uuid.uuid5(answered.id, name),
        learner=answered.learner,
        actor=answered.actor,
        registration=answered.registration,
        object_kind=answered.object_kind,
        object=answered.object,
        release=released.release_id,
        verb=verb,
        occurred_at=answered.occurred_at,
        trust=trust,
        result=result,
    )


def _answered_release(
    response: Mapping[str, Sequence[str]], enrolment: Enrolment, held: Sequence[ReleaseLesson]
) -> ReleaseLesson:
    """The release whose questions were answered: hers if they fit, else the newest that fits.

    One from before she began is none that she can have been reading since.
    """
    began = _number_then(enrolment.enrolled_at, held)
    oldest = min(began, held[0].release.number)
    fitting = (
        lesson
        for lesson in held
        if lesson.release.number >= oldest and set(response) <= set(lesson.key or {})
    )
    return next(fitting, held[0])


def _number_then(at: datetime, held: Sequence[ReleaseLesson]) -> int:
    """Of the release that was current at that time, among those that hold the quiz."""
    there = (one.release for one in held if one.release.published_at <= at)
    return max((release.number for release in there), default=0)


def keep_answers(stored: Sequence[Answers]) -> None:
    """Keep answers just stored as attempts, numbered after those there are; five queries."""
    numbers = _last_numbers(stored)
    attempts = []
    for one in stored:
        at = one.enrolment, one.released.lesson_id
        numbers[at] = numbers.get(at, 0) + 1
        attempts.append(_attempt(one, numbers[at]))
    Attempt.objects.bulk_create(attempts)
    AttemptAnswer.objects.bulk_create(
        answer
        for one, attempt in zip(stored, attempts, strict=True)
        for answer in answers_given(attempt, one.response, one.grade, one.answered_at)
    )


def _last_numbers(stored: Iterable[Answers]) -> dict[tuple[UUID, UUID], int]:
    """Under a lock on the enrolments, so that two batches do not give the same numbers."""
    enrolments = {one.enrolment for one in stored}
    locked = Enrolment.objects.select_for_update(no_key=True).filter(id__in=enrolments)
    rows = Attempt.objects.filter(
        enrolment__in=[row.id for row in locked.order_by("id")],
        lesson__in={one.released.lesson_id for one in stored},
    )
    last = rows.order_by().values_list("enrolment", "lesson").annotate(last=Max("number"))
    return {(enrolment, lesson): number for enrolment, lesson, number in last}


def _attempt(one: Answers, number: int) -> Attempt:
    return Attempt(
        enrolment_id=one.enrolment,
        released=one.released,
        lesson_id=one.released.lesson_id,
        number=number,
        seed=0,
        mastery=one.mastery,
        question_ids=list(one.grade.marks),
        record=one.record,
        started_at=one.answered_at,
        submitted_at=timezone.now(),
        scaled=one.grade.scaled,
        is_passed=one.grade.is_mastered(one.mastery),
    )


def answers_given(
    attempt: Attempt, response: Mapping[str, Sequence[str]], graded: Grade, at: datetime
) -> list[AttemptAnswer]:
    """A row for every question asked, answered or not, with the share it earned."""
    return [
        AttemptAnswer(
            attempt=attempt,
            question=question,
            response=list(response.get(question, ())),
            answered_at=at,
            share=mark.share,
        )
        for question, mark in graded.marks.items()
    ]
