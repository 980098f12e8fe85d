"""Owns telling whether a report has moved, by one probe, whatever the number of its people."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from workers.progress.models import Pulse

_BEAT = """
INSERT INTO progress_pulse AS p (target, lot, beats) VALUES (%s, %s, 1)
ON CONFLICT (target, lot) DO UPDATE SET beats = p.beats + 1
"""


def beat_of_team(track: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_BEAT, [track, Pulse.OF_THE_TEAM])


_COURSE = """
SELECT id, slug, (SELECT sum(beats)::bigint FROM progress_pulse WHERE target = c.id)
FROM courses_course c WHERE current_release_id IS NOT NULL AND (id = %s OR slug = %s)
"""


def course_with_beats(reference: str) -> tuple[UUID, str, int | None] | None:
    """A published course by its id or slug, and a number that is another one whenever the
    progress of somebody in it has changed; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COURSE, [_id_in(reference), reference])
        found: tuple[UUID, str, int | None] | None = cursor.fetchone()
    return found


def _id_in(reference: str) -> UUID | None:
    try:
        return UUID(reference)
    except ValueError:
        return None


# Who is in the table, by which name and role, and where; the steps in force; the numbers' beats.
_TEAM = """
WITH followed AS (
    SELECT id FROM tracks_track
    WHERE team_id = %(team)s AND (%(track)s::uuid IS NULL OR id = %(track)s)
    ORDER BY created_at DESC LIMIT 1
)
SELECT followed.id,
    (SELECT sum(beats) FROM progress_pulse WHERE target = followed.id),
    (SELECT id FROM tracks_trackrevision WHERE track_id = followed.id AND replaced_at IS NULL),
    (SELECT json_agg(json_build_array(m.person_id, m.role, u.name, e.id) ORDER BY m.id)::text
        FROM tracks_membership m JOIN accounts_user u ON u.id = m.person_id
        LEFT JOIN tracks_trackenrolment e ON e.person_id = m.person_id
            AND e.track_id = followed.id
        WHERE m.team_id = %(team)s AND m.left_at IS NULL)
FROM (VALUES (1)) AS one LEFT JOIN followed ON true
"""


@dataclass(frozen=True, slots=True)
class TeamStamp:
    """What decides a team's table: while it is the same, so is the table.

    Read it before the table: rows that change in between then come under a stamp that is older
    than they are, so they are read again, and never shown too late.
    """

    track: UUID | None
    beats: int | None
    revision: UUID | None
    members: str | None


def stamp_of_team(team: UUID, *, track: UUID | None) -> TeamStamp:
    """In this track, or in the team's newest; one query, whatever the number of its people."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, {"team": team, "track": track})
        return TeamStamp(*cursor.fetchone())
