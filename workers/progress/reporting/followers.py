"""Owns the report on everybody who follows a course: ready bytes, made by one statement.

Whoever renewed is in it once, with her latest period.
"""

from typing import Any
from uuid import UUID

from django.db import connection

PER_PAGE = 500

# The fraction is divided as Python divides it: both are IEEE doubles, written as short as they go.
# People and progress are probed, row by row (OFFSET 0 keeps it so): on a campus of 100,000 the
# planner read all of both to find a thousand.
_PAGE = """
WITH page AS (
    SELECT e.id, e.person_id, e.registration FROM courses_enrolment e
    WHERE e.course_id = %(course)s AND e.withdrawn_at IS NULL AND e.id > %(after)s
        AND NOT EXISTS (
            SELECT FROM courses_enrolment later WHERE later.person_id = e.person_id
                AND later.work_id = e.work_id AND later.period > e.period)
    ORDER BY e.id LIMIT %(most)s
)
SELECT coalesce(json_agg(json_build_object(
        'enrolment', page.id, 'person', u.id, 'name', u.name,
        'fraction', CASE WHEN p.minutes > 0 THEN p.minutes_done::float8 / p.minutes
            ELSE (coalesce(p.state, '') IN ('completed', 'accredited'))::int::float8 END,
        'minutes_done', coalesce(p.minutes_done, 0), 'minutes', coalesce(p.minutes, 0),
        'seconds', coalesce(p.seconds, 0), 'state', coalesce(p.state, 'not_started'),
        'completed_at', to_char(p.completed_at AT TIME ZONE 'UTC', %(instant)s),
        'as_of', to_char(p.as_of AT TIME ZONE 'UTC', %(instant)s),
        'position', coalesce(p.position, 0)
    ) ORDER BY page.id), '[]')::text,
    max(page.id::text), count(*)
FROM page
CROSS JOIN LATERAL (SELECT id, name FROM accounts_user WHERE id = page.person_id OFFSET 0) u
LEFT JOIN LATERAL (
    SELECT * FROM progress_progress WHERE registration = page.registration OFFSET 0
) p ON true
"""
_INSTANT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def followers_page(course: UUID, *, after: UUID | None) -> tuple[bytes, UUID | None]:
    """The rows of one page as JSON, and behind whom the next one begins, if there is one."""
    values: dict[str, Any] = {
        "course": course,
        "after": after or UUID(int=0),
        "most": PER_PAGE,
        "instant": _INSTANT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        rows, last, count = cursor.fetchone()
    return rows.encode(), UUID(last) if count == PER_PAGE else None
