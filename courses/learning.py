"""Owns what may be said of lessons, and which courses are complete."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.records.checking import Accepted, Claim, Refusal, Verdict, judge_by_table
from campus.records.statements import NewRecord
from campus.records.verbs import Trust

from .grading import grade, read_key
from .models import Enrolment, ReleaseLesson

LESSON = "lesson"
QUIZ = "quiz"


def check(person: User, claims: Sequence[Claim]) -> list[Verdict]:
    """Believe what a person says of lessons of courses she follows; two queries for any number.

    A lesson counts as the course's when any release holds it, so that what she did with
    another release open is kept. Answers to a quiz are graded here.
    """
    enrolments = _find_enrolments(person, {claim.enrolment for claim in claims})
    released = _find_released(enrolments.values(), {claim.object for claim in claims})
    return [_judge(person, claim, enrolments.get(claim.enrolment), released) for claim in claims]


Released = dict[tuple[UUID, UUID], list[ReleaseLesson]]


def _find_enrolments(person: User, ids: set[UUID]) -> dict[UUID, Enrolment]:
    return {row.id: row for row in Enrolment.objects.filter(person=person, id__in=ids)}


def _find_released(enrolments: Iterable[Enrolment], lessons: set[UUID]) -> Released:
    """By course and lesson, the lesson in each release that holds it, newest first."""
    courses = {enrolment.course_id for enrolment in enrolments}
    rows = ReleaseLesson.objects.filter(release__course_id__in=courses, lesson_id__in=lessons)
    released: Released = {}
    for row in rows.select_related("release").order_by("-release__number"):
        released.setdefault((row.release.course_id, row.lesson_id), []).append(row)
    return released


def _judge(person: User, claim: Claim, enrolment: Enrolment | None, released: Released) -> Verdict:
    if enrolment is None:
        return Refusal("unknown_enrolment", _("You have no such enrolment: enrol first."))
    held = released.get((enrolment.course_id, claim.object))
    if not held:
        detail = _("This lesson is not part of the course of this enrolment.")
        return Refusal("foreign_lesson", detail)
    hers_first = sorted(held, key=lambda lesson: lesson.release_id != enrolment.release_id)
    refusal = _refusal_by_table(hers_first, claim)
    if refusal:
        return refusal
    record = NewRecord(
        id=claim.id,
        learner=person.id,
        actor=person.actor,
        registration=enrolment.registration,
        object_kind=LESSON,
        object=claim.object,
        release=enrolment.release_id,
        verb=claim.verb,
        occurred_at=claim.at,
        result=claim.result,
    )
    if claim.verb != "answered":
        return Accepted(record)
    return Accepted(record, (graded(record, [q for q in hers_first if q.kind == QUIZ]),))


def _refusal_by_table(held: Sequence[ReleaseLesson], claim: Claim) -> Refusal | None:
    """A lesson may change its kind between releases: the verb must fit it in one of them."""
    kinds = dict.fromkeys(lesson.kind for lesson in held)
    rows = [judge_by_table(LESSON, kind, claim) for kind in kinds]
    refusals = [row for row in rows if isinstance(row, Refusal)]
    return refusals[0] if len(refusals) == len(rows) else None


def graded(answered: NewRecord, held: Sequence[ReleaseLesson]) -> NewRecord:
    """The record in which the campus says whether these answers pass the quiz.

    `held` is the quiz in each release that holds it, hers first. The record's id follows from
    the answers' id, so that sending those again grades nothing twice.
    """
    response = (answered.result or {})["response"]
    lesson = _answered_release(response, held)
    result = grade(response, read_key(lesson.key))
    is_passed = result.is_mastered(lesson.mastery)
    return NewRecord(
        id=uuid.uuid5(answered.id, "graded"),
        learner=answered.learner,
        actor=answered.actor,
        registration=answered.registration,
        object_kind=LESSON,
        object=answered.object,
        release=lesson.release_id,
        verb="passed" if is_passed else "failed",
        occurred_at=answered.occurred_at,
        trust=Trust.GRADED,
        result={"score": {"scaled": round(result.scaled, 4)}, "success": is_passed},
    )


def _answered_release(
    response: dict[str, list[str]], held: Sequence[ReleaseLesson]
) -> ReleaseLesson:
    """The release whose questions were answered: hers if they fit, else the newest that fits."""
    fitting = (lesson for lesson in held if set(response) <= set(lesson.key or {}))
    return next(fitting, held[0])


@dataclass(frozen=True, slots=True)
class Settled:
    """What the fold found out about an enrolment: when it was completed, or that it is not."""

    enrolment: UUID
    completed_at: datetime | None


_SETTLE = """
WITH settled AS (
    SELECT * FROM unnest(%s::uuid[], %s::timestamptz[]) AS s(enrolment, completed_at)
), gone AS (
    DELETE FROM courses_coursecompletion c USING settled s
    WHERE c.enrolment_id = s.enrolment AND s.completed_at IS NULL
)
INSERT INTO courses_coursecompletion AS c
    (enrolment_id, person_id, work_id, release_id, completed_at)
SELECT e.id, e.person_id, e.work_id, e.release_id, s.completed_at
FROM settled s JOIN courses_enrolment e ON e.id = s.enrolment
WHERE s.completed_at IS NOT NULL ORDER BY e.id
ON CONFLICT (enrolment_id) DO UPDATE SET completed_at = excluded.completed_at
WHERE c.completed_at IS DISTINCT FROM excluded.completed_at
RETURNING enrolment_id
"""


def settle(settled: Sequence[Settled]) -> set[UUID]:
    """Keep which enrolments are complete, as the fold computed it: set, corrected or removed.

    Answers the enrolments whose completion is new or another than before.
    """
    if not settled:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, [[s.enrolment for s in settled], [s.completed_at for s in settled]])
        return {enrolment for (enrolment,) in cursor.fetchall()}
