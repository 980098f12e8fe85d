"""Owns the reduction of claimed records to states, in one SQL statement per shard."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from .models import ObjectState
from .rules import State

SHARDS = 16

# Any number that nothing else locks by.
_LOCK_SPACE = 7_105

_WAITING = """
SELECT shard FROM generate_series(0, %s) AS shard
WHERE EXISTS (SELECT 1 FROM records_owed o WHERE o.shard = shard.shard)
"""

# Claiming, reading and keeping are one statement: what is claimed is folded or still owed.
# Every column keeps a least or a greatest, so neither order nor repetition matters.
_REDUCE = """
WITH claimed AS (
    DELETE FROM records_owed WHERE number IN (
        SELECT number FROM records_owed WHERE shard = %s ORDER BY number LIMIT %s)
    RETURNING id, stored_at
), reduced AS (
    SELECT r.registration, r.object, r.verb, r.trust, r.learner, r.learner_kind,
        min(r.stored_at) AS first_at, max(r.stored_at) AS last_at, max(r.score) AS best_score,
        (array_agg(r.id ORDER BY r.stored_at, r.id))[1] AS first_id, count(*) AS records
    FROM claimed c JOIN records_record r ON r.id = c.id AND r.stored_at = c.stored_at
    WHERE r.erased_at IS NULL
    GROUP BY r.registration, r.object, r.verb, r.trust, r.learner, r.learner_kind
), kept AS (
    INSERT INTO progress_state AS s (registration, object, verb, trust, learner,
        first_at, first_id, last_at, best_score)
    SELECT registration, object, verb, trust, learner, first_at, first_id, last_at, best_score
    FROM reduced
    ON CONFLICT (registration, object, verb, trust) DO UPDATE SET
        first_id = CASE WHEN (excluded.first_at, excluded.first_id) < (s.first_at, s.first_id)
            THEN excluded.first_id ELSE s.first_id END,
        first_at = least(s.first_at, excluded.first_at),
        last_at = greatest(s.last_at, excluded.last_at),
        best_score = greatest(s.best_score, excluded.best_score)
)
SELECT registration, learner_kind, sum(records)::int FROM reduced GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """The registrations that the claimed records were about."""

    people: set[UUID]
    teams: set[UUID]
    records: int


def waiting_shards() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [SHARDS - 1])
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


def shard_of(learner: UUID) -> int:
    """As the append computes it, from the last byte of the learner's id."""
    return learner.bytes[15] % SHARDS


def reduce(shard: int, *, most: int) -> Touched:
    """Claim up to `most` owed records of a shard and merge them into the states."""
    with connection.cursor() as cursor:
        cursor.execute(_REDUCE, [shard, most])
        rows = cursor.fetchall()
    return Touched(
        people={registration for registration, kind, _n in rows if kind == "person"},
        teams={registration for registration, kind, _n in rows if kind == "team"},
        records=sum(records for _registration, _kind, records in rows),
    )


def states_of(registrations: set[UUID]) -> dict[UUID, list[State]]:
    """By registration, everything the log says in it."""
    rows = ObjectState.objects.filter(registration__in=registrations).values_list(
        "registration", "object", "verb", "trust", "first_at", "first_id", "last_at", "best_score"
    )
    states: dict[UUID, list[State]] = {}
    for row in rows:
        states.setdefault(row[0], []).append(State(*row[1:]))
    return states
