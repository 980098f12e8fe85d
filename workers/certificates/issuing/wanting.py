"""Owns who is entitled and has no credential, asked of the projections in SQL.

What each lesson asks is the table of `eligibility`, handed in as rows, so that the query and the
rule cannot part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tracks.models import Track
from tracks.teams import LEARNING_ROLES
from workers.certificates.issuing.tracks import find_wanting
from workers.certificates.models import Achievement, TargetKind
from workers.certificates.rules.eligibility import asked_by
from workers.progress.rules.states import TRUSTS

_MOVE_ONS: Final = ("Completed", "Passed", "CompletedAndPassed", "CompletedOrPassed")

# What issues: the newest published version of what staff wrote, and the attestation of each target
# that has none yet (its id is null: it is made at first need).
_ISSUING = """
issuing AS (
    SELECT a.id, a.target, a.subject_kind, coalesce(v.least, 'declared') AS least, v.created_at
    FROM certificates_achievement a
    LEFT JOIN LATERAL (
        SELECT coalesce(v.criteria ->> 'least_trust', 'declared') AS least, v.created_at
        FROM certificates_achievementversion v
        WHERE v.achievement_id = a.id AND v.published_by_id IS NOT NULL
        ORDER BY v.number DESC LIMIT 1
    ) v ON a.is_authored
    WHERE a.target_kind = %(kind)s AND a.archived_at IS NULL AND NOT a.is_draft
        AND (NOT a.is_authored OR v.least IS NOT NULL)
    UNION ALL
    SELECT NULL, t.id, s.kind, 'declared', NULL
    FROM {targets} t, unnest(%(subjects)s::text[]) AS s(kind)
    WHERE NOT EXISTS (
        SELECT 1 FROM certificates_achievement a WHERE a.target = t.id
            AND a.target_kind = %(kind)s AND a.subject_kind = s.kind AND a.kind = 'attestation')
)
"""

_COURSES = f"""
WITH {_ISSUING.format(targets="courses_work")},
asked AS (
    SELECT * FROM unnest(%(move_ons)s::text[], %(parts)s::int[], %(verbs)s::text[],
        %(trusts)s::text[]) AS q(move_on, part, verb, trust)
)
SELECT c.work_id, c.person_id, e.period, c.enrolment_id
FROM courses_coursecompletion c
JOIN courses_enrolment e ON e.id = c.enrolment_id
JOIN issuing a ON a.target = c.work_id
WHERE (%(only)s::uuid IS NULL OR a.id = %(only)s::uuid)
    AND NOT EXISTS (
        SELECT 1 FROM certificates_credential k
        WHERE k.person_id = c.person_id AND k.achievement_id = a.id AND k.period = e.period)
    AND %(named)s = EXISTS (
        SELECT 1 FROM certificates_confirmedname n WHERE n.person_id = c.person_id)
    AND NOT EXISTS (
        SELECT 1 FROM progress_progress p
        WHERE p.registration = e.registration AND p.state = 'accredited')
    AND NOT (%(rested)s AND EXISTS (
        SELECT 1 FROM owed_owed o WHERE o.kind = 'credential' AND o.key =
            'work:' || c.work_id || ':' || c.person_id || ':' || e.period
            AND (o.parked_at IS NULL OR o.parked_at > now() - interval '1 hour')))
    AND NOT (%(rested)s AND EXISTS (
        SELECT 1 FROM jobs_job j WHERE j.kind = 'certificates.issue'
            AND j.state IN ('queued', 'running') AND j.arguments ->> 'achievement' = a.id::text))
    AND (a.least = 'declared' OR NOT %(rested)s OR a.created_at > now() - interval '7 days'
        OR EXISTS (
            SELECT 1 FROM progress_progress p
            WHERE p.registration = e.registration AND p.as_of > now() - interval '7 days'))
    AND (a.least = 'declared' OR NOT EXISTS (
        SELECT 1 FROM courses_releaselesson l JOIN asked q ON q.move_on = l.move_on
        WHERE l.release_id = e.release_id
        GROUP BY l.lesson_id, q.part
        HAVING NOT bool_or(EXISTS (
            SELECT 1 FROM progress_state s
            WHERE s.registration = e.registration AND s.object = l.lesson_id AND s.verb = q.verb
                AND array_position(%(ranks)s::text[], s.trust::text) >= greatest(
                    array_position(%(ranks)s::text[], q.trust),
                    array_position(%(ranks)s::text[], a.least))))))
LIMIT %(most)s
"""  # noqa: S608 - only the constant above

# As near as SQL comes: whose shares are met is asked of each track that this finds.
_TRACKS = f"""
WITH {_ISSUING.format(targets="tracks_track")},
certified AS (
    SELECT a.target AS track, min(k.issued_at) AS first_at
    FROM certificates_credential k JOIN certificates_achievement a ON a.id = k.achievement_id
    WHERE a.target_kind = 'track' GROUP BY a.target
),
due AS (
    SELECT r.id, r.team_id, c.first_at FROM tracks_track r LEFT JOIN certified c ON c.track = r.id
    WHERE r.team_id IS NOT NULL AND (c.track IS NOT NULL OR EXISTS (
        SELECT 1 FROM progress_teamprogress t JOIN tracks_project p ON p.team_id = t.team
        WHERE t.track = r.id AND t.state = 'completed' AND p.signed_at IS NOT NULL))
),
members AS (
    SELECT d.id AS track, m.person_id, EXISTS (
        SELECT 1 FROM certificates_confirmedname n WHERE n.person_id = m.person_id) AS is_named
    FROM due d JOIN tracks_membership m ON m.team_id = d.team_id
    WHERE m.role = ANY(%(roles)s)
        AND (d.first_at IS NULL AND m.left_at IS NULL
            OR m.joined_at < d.first_at + interval '1 second'
            AND (m.left_at IS NULL OR m.left_at >= d.first_at))
)
"""  # noqa: S608
_WITHOUT = """
SELECT d.id FROM due d WHERE EXISTS (
    SELECT 1 FROM issuing a WHERE a.target = d.id AND (
        a.subject_kind = 'team' AND NOT EXISTS (
            SELECT 1 FROM certificates_credential k
            WHERE k.achievement_id = a.id AND k.subject = d.team_id)
        OR a.subject_kind = 'person' AND EXISTS (
            SELECT 1 FROM members m WHERE m.track = d.id AND m.is_named AND NOT EXISTS (
                SELECT 1 FROM certificates_credential k
                WHERE k.achievement_id = a.id AND k.subject = m.person_id))))
ORDER BY d.id
"""
_UNNAMED = """
SELECT DISTINCT person_id FROM members
WHERE NOT is_named AND track = coalesce(%(track)s::uuid, track)
"""


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to whom a credential of a course is due."""

    work: UUID
    person: UUID
    period: int
    enrolment: UUID


def of_courses(
    *, most: int | None = None, only: UUID | None = None, rested: bool = False
) -> list[Due]:
    """Everybody who has a name and lacks a credential, or lacks `only` this achievement's.

    `rested` leaves out what is owed already, parked of late, or in the hands of a job; and whose
    records have not changed for a week, where somebody lacked the trust that was asked then.
    """
    return [Due(*row) for row in _course_rows(most=most, only=only, rested=rested, named=True)]


def of_tracks() -> Iterator[UUID]:
    """Every track of which somebody lacks what she, or the team, earned."""
    for row in _rows(_TRACKS + _WITHOUT, _of_tracks()):
        track = Track.objects.select_related("team__project").get(id=row[0])
        if find_wanting(track):
            yield track.id


def waiting_for_names(only: Achievement | None = None) -> set[UUID]:
    """Everybody who earned something, or `only` this, and is asked for the name it will show."""
    if only and only.target_kind == TargetKind.WORK:
        return {row[1] for row in _course_rows(only=only.id, named=False)}
    members = _rows(_TRACKS + _UNNAMED, _of_tracks() | {"track": only.target if only else None})
    if only:
        return {row[0] for row in members}
    return {row[1] for row in _course_rows(named=False)} | {row[0] for row in members}


def _course_rows(
    *, most: int | None = None, only: UUID | None = None, rested: bool = False, named: bool
) -> list[Any]:
    asked = [
        (move_on, part, verb, trust)
        for move_on in _MOVE_ONS
        for part, any_of in enumerate(asked_by(move_on))
        for verb, trust in any_of
    ]
    move_ons, parts, verbs, trusts = map(list, zip(*asked, strict=True))
    return _rows(
        _COURSES,
        {
            "kind": "work", "subjects": ["person"], "ranks": list(TRUSTS), "most": most,
            "only": only, "rested": rested, "named": named,
            "move_ons": move_ons, "parts": parts, "verbs": verbs, "trusts": trusts,
        },
    )  # fmt: skip


def _of_tracks() -> dict[str, Any]:
    return {"kind": "track", "subjects": ["team", "person"], "roles": list(LEARNING_ROLES)}


def _rows(query: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())
