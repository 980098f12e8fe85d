"""Owns the writing of progress rows: many at once, only where they changed, with their pulse."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from campus.records.sharding import shard_in_sql
from workers.progress.folding.deciding import CourseDecision, TrackDecision
from workers.progress.models import Progress

# Nothing that changes is indexed, so an update stays on its page (HOT).
_KEEP = f"""
WITH kept AS (
INSERT INTO progress_progress AS p (registration, enrolment, kind, person, target,
    minutes_done, minutes, state, completed_at, as_of, position, seconds)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::uuid[], %s::uuid[],
    %s::int[], %s::int[], %s::text[], %s::timestamptz[], %s::timestamptz[],
    %s::bigint[], %s::bigint[])
ORDER BY 1
ON CONFLICT (registration) DO UPDATE SET
    minutes_done = excluded.minutes_done, minutes = excluded.minutes, state = excluded.state,
    completed_at = excluded.completed_at, as_of = excluded.as_of,
    position = excluded.position, seconds = excluded.seconds,
    changed_at = statement_timestamp()
WHERE (p.minutes_done, p.minutes, p.state, p.completed_at, p.as_of, p.position, p.seconds)
    IS DISTINCT FROM (excluded.minutes_done, excluded.minutes, excluded.state,
        excluded.completed_at, excluded.as_of, excluded.position, excluded.seconds)
RETURNING target, {shard_in_sql("person")} AS lot
)
INSERT INTO progress_pulse AS p (target, lot, beats)
SELECT target, lot, count(*) FROM kept GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (target, lot) DO UPDATE SET beats = p.beats + excluded.beats
"""  # noqa: S608 - only the constant of the shards


def keep(courses: Iterable[CourseDecision], tracks: Iterable[TrackDecision]) -> None:
    """Write the progress of these enrolments, as just decided."""
    rows = [*map(row, courses), *map(row, tracks)]
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, columns)


def row(decided: CourseDecision | TrackDecision) -> tuple[object, ...]:
    """The columns of a progress row, in the order of the table."""
    enrolment, decision = decided.enrolment, decided.decision
    kind, target = _target(decided)
    return (
        enrolment.registration,
        enrolment.id,
        kind,
        enrolment.person_id,
        target,
        decision.minutes_done,
        decision.minutes,
        decision.state,
        decision.completed_at,
        decision.as_of,
        decision.position,
        decision.seconds,
    )


def _target(decided: CourseDecision | TrackDecision) -> tuple[str, UUID]:
    if isinstance(decided, CourseDecision):
        return Progress.Kind.COURSE.value, decided.enrolment.course_id
    return Progress.Kind.TRACK.value, decided.enrolment.track_id
