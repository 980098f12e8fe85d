"""Owns a log grown by SQL: crowds of learners who read courses, month by month for two years.

What the fold makes of it is written beside it by the fold's own reduction, so nothing waits.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

MONTHS = 24
TIMES = 6
COURSES_EACH = 2

# As many rows like one that is there, but for what tells them apart.
_PEOPLE = """
CREATE TEMP TABLE crowd AS
SELECT gen_random_uuid() AS person, gen_random_uuid() AS actor, n
FROM generate_series(1, %(people)s) AS n;
INSERT INTO accounts_user SELECT one.* FROM accounts_user u, crowd c, jsonb_populate_record(
    u, jsonb_build_object('id', c.person, 'actor', c.actor, 'email', c.person || '@example.org')
) AS one WHERE u.id = %(like)s
"""
_ENROLMENTS = """
CREATE TEMP TABLE joined AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS registration, c.person, c.n,
    (%(enrolments)s::uuid[])[1 + (c.n + place) %% %(courses)s] AS template
FROM crowd c, generate_series(1, %(each)s) AS place;
INSERT INTO courses_enrolment SELECT one.* FROM joined j
JOIN courses_enrolment e ON e.id = j.template, jsonb_populate_record(
    e, jsonb_build_object('id', j.id, 'registration', j.registration, 'person_id', j.person)
) AS one
"""
_MONTH = """
CREATE TEMP TABLE said AS
SELECT gen_random_uuid() AS id, %(start)s::timestamptz + random() * interval '27 days' AS at,
    j.person, j.registration, e.course_id, e.release_id, l.lesson_id, t.n
FROM joined j JOIN courses_enrolment e ON e.id = j.id
JOIN courses_releaselesson l ON l.release_id = e.release_id, generate_series(1, %(times)s) AS t(n)
WHERE j.n %% %(months)s = %(month)s;
INSERT INTO records_id (id, stored_at) SELECT id, at FROM said;
INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
    object_kind, object, release, verb, seconds, trust, statement, salt, hash)
SELECT id, at, at, 'person', person, registration, CASE n WHEN 1 THEN 'course' ELSE 'lesson' END,
    CASE n WHEN 1 THEN course_id ELSE lesson_id END, release_id,
    CASE n WHEN 1 THEN 'enrolled' WHEN %(times)s THEN 'completed' ELSE 'experienced' END,
    60, 'declared', '{}', '\\x00', '\\x00' FROM said ORDER BY at;
DROP TABLE said
"""
_STATES = """
INSERT INTO progress_state ({columns}) SELECT {columns} FROM ({reduced}) AS reduced;
INSERT INTO progress_progress (registration, enrolment, kind, person, target,
    minutes_done, minutes, state, completed_at, as_of, position, seconds)
SELECT j.registration, j.id, 'course', j.person, e.course_id, 10, 80, 'in_progress', NULL,
    s.last_at, s.position, 60
FROM joined j JOIN courses_enrolment e ON e.id = j.id JOIN progress_state s
    ON s.registration = j.registration AND s.verb = 'enrolled';
DROP TABLE crowd, joined
"""


def prepare_months() -> list[Any]:
    """The partitions of the months behind us; answers the first moment of each, in order."""
    from django.db import connection

    month = "date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => n)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT records_prepare_month(({month})::date), ({month}) AT TIME ZONE 'UTC'"
            f" FROM generate_series({MONTHS}, 1, -1) AS n"
        )
        return [start for _is_new, start in cursor.fetchall()]


def grow(records: int, *, months: Sequence[Any], enrolments: Sequence[UUID], like: UUID) -> None:
    """Add about so many records of new people, each in two of the courses of these enrolments."""
    from django.db import connection

    from workers.progress.folding import reducing

    lessons = _count("courses_releaselesson") // len(enrolments)
    people = records // (COURSES_EACH * lessons * TIMES)
    said = {
        "people": people,
        "like": like,
        "enrolments": list(enrolments),
        "courses": len(enrolments),
        "each": COURSES_EACH,
        "times": TIMES,
        "months": MONTHS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, said)
        cursor.execute(_ENROLMENTS, said)
        for month, start in enumerate(months):
            cursor.execute(_MONTH, said | {"start": start, "month": month})
        new = "(SELECT r.* FROM joined j JOIN records_record r ON r.registration = j.registration)"
        reduced = reducing.REDUCED.format(log=new)
        cursor.execute(_STATES.format(columns=reducing._COLUMNS, reduced=reduced))


def _count(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
