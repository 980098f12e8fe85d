"""Owns a record store full of statements, made by SQL: of three other systems, and of the campus.

Some things are frequent and never meet, as in life: `LONELY` is the verb of one statement in five,
and never of the course `BUSY`, nor of the third system, each of which has many others.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

FOREIGN = 0.7
ADL = "http://adlnet.gov/expapi/verbs/"
VERBS = (
    *("completed", "experienced", "progressed", "answered", "passed", "failed", "attended"),
    *("launched", "initialized", "terminated", "interacted"),
)
LONELY = "commented"
AGENTS, ACTIVITIES, IN_COURSE, REGISTRATIONS, LEARNERS = 25_000, 10_000, 20, 50_000, 300
BUSY = ACTIVITIES // IN_COURSE - 1

_KEY = """
CREATE FUNCTION pg_temp.k(VARIADIC t text[]) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(substring(sha256(convert_to(
        '["' || array_to_string(t, '","') || '"]', 'UTF8')) FROM 1 FOR 16), 'hex')::uuid $$
"""
_MARKS = """
CREATE FUNCTION pg_temp.marks(keys uuid[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT bit_or(1::bigint << (get_byte(uuid_send(k), 0) & 63)
        | 1::bigint << (get_byte(uuid_send(k), 1) & 63)) FROM unnest(keys) AS k $$
"""
# A hundred days, in the order of time; small numbers are frequent.
_MADE = """
CREATE TEMP TABLE made AS
SELECT id, at, agent, reg, client, activity,
    CASE WHEN lonely THEN %(lonely)s ELSE (%(verbs)s::text[])[1 + place] END AS verb
FROM (
    SELECT gen_random_uuid() AS id, now() + (n::float8 / %(most)s) * interval '100 days' AS at,
        floor(random() * random() * %(agents)s)::int AS agent,
        least(floor(-ln(random()) * 2.5)::int, 10) AS place, n %% 5 = 0 AS lonely,
        CASE WHEN n %% 5 > 0 AND n %% 17 = 0 THEN %(activities)s - 1 - n %% %(course)s
            ELSE floor(random() * random() * (%(activities)s - %(course)s))::int END AS activity,
        floor(random() * %(registrations)s)::int AS reg,
        CASE WHEN n %% 5 > 0 AND n %% 7 = 0 THEN 2 ELSE n %% 2 END AS client
    FROM generate_series(1, %(most)s) AS n
) AS rows
"""
_IDS = "INSERT INTO records_id SELECT id, at FROM made"
_FOREIGN = """
INSERT INTO records_record
    (id, stored_at, learner_kind, client, authority, statement, salt, hash)
SELECT id, at, 'stranger', (%(clients)s::uuid[])[client + 1],
    json_build_object('objectType', 'Agent', 'account', json_build_object(
        'homePage', %(iri)s, 'name', (%(clients)s::text[])[client + 1])),
    json_build_object(
        'actor', json_build_object('mbox', 'mailto:a' || agent || '@example.org', 'name', 'Awa'),
        'context', json_build_object('contextActivities', json_build_object(
            'parent', json_build_array(json_build_object(
                'id', 'https://example.org/course/' || activity / %(course)s))),
            'registration', md5(reg::text)::uuid),
        'id', id, 'object', json_build_object('id', 'https://example.org/a/' || activity,
            'definition', json_build_object('name', json_build_object('en', 'An activity'),
                'type', 'http://adlnet.gov/expapi/activities/lesson')),
        'result', json_build_object('score', json_build_object('scaled', 0.5), 'duration', 'PT5M'),
        'timestamp', '2026-03-02T09:30:00.123Z', 'verb', json_build_object('id', %(adl)s || verb,
            'display', json_build_object('en', verb)), 'version', '2.0.0'),
    '\\x00', sha256('\\x00') FROM made ORDER BY at
"""
_MENTIONS = """
INSERT INTO records_mention (key, stored_at, id, marks)
SELECT unnest(keys), at, id, pg_temp.marks(keys) FROM (
    SELECT at, id, ARRAY[
        pg_temp.k('verb', %(adl)s || verb),
        pg_temp.k('agent', 'mbox', 'mailto:a' || agent || '@example.org'),
        pg_temp.k('related agent', 'mbox', 'mailto:a' || agent || '@example.org'),
        pg_temp.k('activity', 'https://example.org/a/' || activity),
        pg_temp.k('related activity', 'https://example.org/a/' || activity),
        pg_temp.k('related activity', 'https://example.org/course/' || activity / %(course)s),
        pg_temp.k('registration', md5(reg::text)::uuid::text),
        pg_temp.k('related agent', 'account', %(iri)s, (%(clients)s::text[])[client + 1]),
        (%(client_keys)s::uuid[])[client + 1]] AS keys
    FROM made ORDER BY at) AS rows
"""
_OWN = """
INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
    object_kind, object, verb, trust, asserted_by, statement, salt, hash)
SELECT id, at, at, 'person',
    coalesce((%(people)s::uuid[])[agent + 1], md5('p' || agent)::uuid),
    md5('r' || agent || '-' || activity / 100)::uuid, 'lesson', md5('l' || activity)::uuid,
    verb, 'declared', CASE WHEN verb = 'passed' THEN (%(people)s::uuid[])[1 + agent %% 300] END,
    json_build_object('actor', json_build_object('account', json_build_object('homePage', %(iri)s,
        'name', 'x')), 'id', id, 'object', json_build_object('id', %(iri)s || '/lessons/' ||
        md5('l' || activity)::uuid), 'timestamp', '2026-03-02T09:30:00.000Z',
        'verb', json_build_object('id', %(adl)s || verb)),
    '\\x00', sha256('\\x00') FROM made ORDER BY at
"""
_VOID = "INSERT INTO records_void (voided, by) SELECT id, gen_random_uuid() FROM records_id WHERE "


def stock(statements: int, clients: Sequence[Any], people: Sequence[UUID], iri: str) -> None:
    """So many statements, one in a hundred voided; `clients` are three."""
    from django.db import connection

    from campus.records.mentioning import client_key

    said: dict[str, Any] = {
        "clients": [str(one.id) for one in clients],
        "client_keys": [client_key(one.id) for one in clients],
        "people": list(people),
        "iri": iri,
        "adl": ADL,
        "verbs": list(VERBS),
        "lonely": LONELY,
        "agents": AGENTS,
        "activities": ACTIVITIES,
        "course": IN_COURSE,
        "registrations": REGISTRATIONS,
    }
    foreign = int(statements * FOREIGN)
    with connection.cursor() as cursor:
        for sql in (_KEY, _MARKS):
            cursor.execute(sql)
        cursor.execute(_MADE, said | {"most": foreign})
        for sql in (_IDS, _FOREIGN, _MENTIONS):
            cursor.execute(sql, said)
        cursor.execute("DROP TABLE made")
        ours = said | {"verbs": [*VERBS[:7], *VERBS[:4]], "lonely": "moved"}
        cursor.execute(_MADE, ours | {"most": statements - foreign})
        for sql in (_IDS, _OWN):
            cursor.execute(sql, ours)
        cursor.execute(_VOID + "get_byte(uuid_send(id), 3) < 3")
        cursor.execute("DROP TABLE made")
