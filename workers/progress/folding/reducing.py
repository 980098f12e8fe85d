"""Owns the reduction of claimed records to states, in one SQL statement per shard."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# Any number that nothing else locks by.
_LOCK_SPACE = 7_105

# From one shard to the next by the index: where nothing is owed of one, nobody looks for it.
_WAITING = """
WITH RECURSIVE waiting AS (
    SELECT min(shard) AS shard FROM records_owed
    UNION ALL
    SELECT (SELECT min(o.shard) FROM records_owed o WHERE o.shard > w.shard) FROM waiting w
    WHERE w.shard IS NOT NULL
) SELECT shard FROM waiting WHERE shard IS NOT NULL
"""

# What a record says is kept as a least, a greatest or a sum over distinct records, so neither order
# nor batching matters. A voided record says nothing.
REDUCED = """
    SELECT r.registration, r.object, r.verb, r.trust, r.learner, r.learner_kind,
        min(r.stored_at) AS first_at, max(r.stored_at) AS last_at, max(r.score) AS best_score,
        (array_agg(r.id ORDER BY r.stored_at, r.id))[1] AS first_id,
        coalesce(sum(r.seconds), 0) AS seconds, max(r.position) AS position,
        (array_agg(r.release ORDER BY r.position DESC) FILTER (WHERE r.object_kind = 'course'))[1]
            AS last_release
    FROM {log} r
    WHERE r.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM records_void v WHERE v.voided = r.id)
    GROUP BY r.registration, r.object, r.verb, r.trust, r.learner, r.learner_kind
"""
_COLUMNS = """registration, object, verb, trust, learner, first_at, first_id, last_at, best_score,
    seconds, position, last_release"""

# Claiming, reading and keeping are one statement: what is claimed is folded or still owed. Claimed
# rows are found again by their place: of an array the planner expects few rows, so it probes the
# indexes of the log, where a count of thousands made it read a whole month.
_REDUCE = f"""
WITH claimed AS (
    DELETE FROM records_owed WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM records_owed WHERE shard = %s ORDER BY position LIMIT %s))
    RETURNING id, stored_at
), log AS (
    SELECT r.* FROM claimed c JOIN records_record r ON r.id = c.id AND r.stored_at = c.stored_at
), reduced AS ({REDUCED.format(log="log")}), kept AS (
    INSERT INTO progress_state AS s ({_COLUMNS}) SELECT {_COLUMNS} FROM reduced
    ON CONFLICT (registration, object, verb, trust) DO UPDATE SET
        first_id = CASE WHEN (excluded.first_at, excluded.first_id) < (s.first_at, s.first_id)
            THEN excluded.first_id ELSE s.first_id END,
        last_release = CASE WHEN excluded.position > s.position
            THEN excluded.last_release ELSE s.last_release END,
        first_at = least(s.first_at, excluded.first_at),
        last_at = greatest(s.last_at, excluded.last_at),
        best_score = greatest(s.best_score, excluded.best_score),
        seconds = s.seconds + excluded.seconds,
        position = greatest(s.position, excluded.position)
)
SELECT (SELECT count(*) FROM claimed),
    array_agg(DISTINCT registration) FILTER (WHERE learner_kind = 'person'),
    array_agg(DISTINCT registration) FILTER (WHERE learner_kind = 'team'),
    array_agg(DISTINCT registration) FILTER (WHERE verb = 'voided')
FROM reduced
"""  # noqa: S608 - only the constants above

# A registration is read again as a whole: what is still owed of it is settled in the same snapshot,
# so nothing is counted twice and nothing that comes meanwhile is missed.
_AGAIN = f"""
WITH settled AS (
    DELETE FROM records_owed o USING records_record r
    WHERE o.position = r.position AND r.registration = ANY(%(registrations)s)
), log AS (
    SELECT * FROM records_record WHERE registration = ANY(%(registrations)s)
), reduced AS ({REDUCED.format(log="log")}), kept AS (
    INSERT INTO progress_state AS s ({_COLUMNS}) SELECT {_COLUMNS} FROM reduced
    ON CONFLICT (registration, object, verb, trust) DO UPDATE SET
        ({_COLUMNS}) = ROW({", ".join(f"excluded.{c.strip()}" for c in _COLUMNS.split(","))})
)
SELECT registration, object, verb, trust FROM reduced
"""  # noqa: S608 - only the constants above

_FORGET = """
DELETE FROM progress_state s WHERE registration = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[]) AS k(r, o, v, t)
    WHERE (k.r, k.o, k.v, k.t) = (s.registration, s.object, s.verb, s.trust))
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """The registrations that the claimed records were about."""

    people: set[UUID]
    teams: set[UUID]
    records: int


def waiting_shards() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return [shard for (shard,) in cursor.fetchall()]


def lock_shard(shard: int) -> bool:
    """Until the transaction ends, nobody else folds these learners; False if somebody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, shard])
        row = cursor.fetchone()
    return bool(row[0])


def wait_for_shard(shard: int) -> None:
    """Hold the shard until the transaction ends, however long another worker folds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, shard])


def reduce(shard: int, *, most: int) -> Touched:
    """Claim up to `most` owed records of a shard and merge them into the states.

    Where one of them voids another, all that its enrolment says is read again from the log.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REDUCE, [shard, most])
        records, people, teams, voiding = cursor.fetchone()
    reduce_again(voiding or [])
    return Touched(people=set(people or ()), teams=set(teams or ()), records=records)


def reduce_again(registrations: Sequence[UUID]) -> None:
    """Make the states of these enrolments anew from the log; the caller holds their shards."""
    if not registrations:
        return
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, {"registrations": list(registrations)})
        keys = cursor.fetchall()
        columns = [list(column) for column in zip(*keys, strict=True)] or [[], [], [], []]
        cursor.execute(_FORGET, [list(registrations), *columns])
