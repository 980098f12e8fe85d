"""Owns what may be said of lessons, and which courses are complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.database.base import prepared
from campus.records.checking import Accepted, Claim, Refusal, Verdict, judge_by_table
from campus.records.statements import NewRecord
from courses.models import Enrolment, ReleaseLesson
from courses.quizzes.answering import judged
from courses.rules.quizrules import read_rules

LESSON = "lesson"
QUIZ = "quiz"
PRACTICE = "practice"


def check(person: User, claims: Sequence[Claim]) -> list[Verdict]:
    """Believe what a person says of lessons of courses she follows; two queries for any number.

    A lesson counts as the course's when any release holds it, so that what she did with
    another release open is kept. Answers to a quiz are graded at once. What her own release
    bears out needs no look at the others: then one query does.
    """
    enrolments = _find_enrolments(person, {claim.enrolment for claim in claims})
    plain = [_believe(person, claim, enrolments.get(claim.enrolment)) for claim in claims]
    others = {claim.object for claim, believed in zip(claims, plain, strict=True) if not believed}
    released = _find_released(enrolments.values(), others) if others else {}
    return [
        believed or _judge(person, claim, enrolments.get(claim.enrolment), released)
        for claim, believed in zip(claims, plain, strict=True)
    ]


def _believe(person: User, claim: Claim, enrolment: Enrolment | None) -> Accepted | None:
    """What her own release bears out: it holds the lesson, and the table has this verb of it."""
    kind = _kinds_in(enrolment.release_id).get(claim.object) if enrolment else None
    if enrolment is None or kind is None or claim.verb == "answered":
        return None
    if isinstance(judge_by_table(LESSON, kind, claim), Refusal):
        return None
    return Accepted(_record(person, claim, enrolment))


@lru_cache(maxsize=2_000)
def _kinds_in(release_id: UUID) -> Mapping[UUID, str]:
    """By lesson, what the table of verbs calls it. A release never changes: read once a process."""
    rows = ReleaseLesson.objects.filter(release_id=release_id).only("lesson_id", "kind", "quiz")
    return {row.lesson_id: _kind(row) for row in rows}


Released = dict[tuple[UUID, UUID], list[ReleaseLesson]]


# Asked for every record that comes in: written out, it costs a fifth of the same as a queryset.
_ENROLMENT_FIELDS = [field.attname for field in Enrolment._meta.concrete_fields]
_ENROLMENTS = f"""
SELECT {", ".join(_ENROLMENT_FIELDS)} FROM courses_enrolment WHERE person_id = %s AND id = ANY(%s)
"""  # noqa: S608 - only the constant above


def _find_enrolments(person: User, ids: set[UUID]) -> dict[UUID, Enrolment]:
    with prepared() as cursor:
        cursor.execute(_ENROLMENTS, [person.id, list(ids)])
        rows = cursor.fetchall()
    found = (Enrolment.from_db(connection.alias, _ENROLMENT_FIELDS, row) for row in rows)
    return {enrolment.id: enrolment for enrolment in found}


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
    record = _record(person, claim, enrolment)
    quizzes = [lesson for lesson in hers_first if lesson.kind == QUIZ]
    if claim.verb == "answered":
        return judged(record, enrolment, quizzes)
    return Accepted(record)


def _record(person: User, claim: Claim, enrolment: Enrolment) -> NewRecord:
    return NewRecord(
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


def _refusal_by_table(held: Sequence[ReleaseLesson], claim: Claim) -> Refusal | None:
    """A lesson may change its kind between releases: the verb must fit it in one of them."""
    kinds = dict.fromkeys(map(_kind, held))
    rows = [judge_by_table(LESSON, kind, claim) for kind in kinds]
    refusals = [row for row in rows if isinstance(row, Refusal)]
    return refusals[0] if len(refusals) == len(rows) else None


def _kind(lesson: ReleaseLesson) -> str:
    """What the table of verbs calls it: a quiz that proves nothing is a kind of its own."""
    is_practice = lesson.kind == QUIZ and read_rules(lesson.quiz).is_practice
    return PRACTICE if is_practice else lesson.kind


@dataclass(frozen=True, slots=True)
class Settled:
    """What the fold found out: when an enrolment was completed, if it was, by which release."""

    enrolment: UUID
    release: UUID
    completed_at: datetime | None


_SETTLE = """
WITH settled AS (
    SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[])
        AS s(enrolment, release, completed_at)
), gone AS (
    DELETE FROM courses_coursecompletion c USING settled s
    WHERE c.enrolment_id = s.enrolment AND s.completed_at IS NULL
)
INSERT INTO courses_coursecompletion AS c
    (enrolment_id, person_id, work_id, release_id, completed_at)
SELECT e.id, e.person_id, e.work_id, s.release, s.completed_at
FROM settled s JOIN courses_enrolment e ON e.id = s.enrolment
WHERE s.completed_at IS NOT NULL ORDER BY e.id
ON CONFLICT (enrolment_id) DO UPDATE
    SET person_id = excluded.person_id, work_id = excluded.work_id,
        release_id = excluded.release_id, completed_at = excluded.completed_at,
        changed_at = statement_timestamp()
WHERE (c.person_id, c.work_id, c.release_id, c.completed_at) IS DISTINCT FROM
    (excluded.person_id, excluded.work_id, excluded.release_id, excluded.completed_at)
RETURNING enrolment_id
"""


def settle(settled: Sequence[Settled]) -> set[UUID]:
    """Keep which enrolments are complete, as the fold computed it: set, corrected or removed.

    Answers the enrolments whose completion is new or another than before.
    """
    if not settled:
        return set()
    with connection.cursor() as cursor:
        columns = zip(*((s.enrolment, s.release, s.completed_at) for s in settled), strict=True)
        cursor.execute(_SETTLE, [list(column) for column in columns])
        return {enrolment for (enrolment,) in cursor.fetchall()}
