"""Owns the append: many records, one SQL statement, an outcome for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection

from campus.database.base import prepared
from campus.owed.owing import ring

from .sharding import shard_in_sql
from .statements import NewRecord, canonical_statement, new_salt, salted_hash

RECORDS_BELL = "records"


class Status(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; `position` is its place in the log, None for a conflict."""

    id: UUID
    status: Status
    position: int | None = None


class Entry(msgspec.Struct, kw_only=True):
    """A row of the log about to be appended: the canonical statement, and what is read out of it.

    Without a `learner` it folds nothing. `client` and `authority` are those of a statement that
    another system sent. It is encoded as it is for PostgreSQL to read, bytes in base64.
    """

    id: UUID
    statement: bytes
    learner_kind: str = "stranger"
    learner: UUID | None = None
    registration: UUID | None = None
    object_kind: str | None = None
    object: UUID | None = None
    release: UUID | None = None
    verb: str | None = None
    occurred_at: Any = None
    score: float | None = None
    seconds: int | None = None
    trust: str | None = None
    asserted_by: UUID | None = None
    client: UUID | None = None
    authority: str | None = None
    salt: bytes = msgspec.field(default_factory=new_salt)
    hash: bytes = b""

    def __post_init__(self) -> None:
        self.hash = salted_hash(self.salt, self.statement)


# One statement writes the ids (global uniqueness), the log and what is owed to the fold. A
# concurrent append of the same id makes this one wait and then count as already there; ids are
# taken in their own order, so that two batches never wait for each other.
# Of one learner, one append at a time gives out positions: whoever says that a position counts says
# that all of hers below it do. Learners share so many locks that an append of thousands takes no
# more; they are taken in their order too, and held until the transaction ends.
_LOCK_SPACE = 7_107
_LOCKS = 4096
_APPEND = f"""
WITH incoming AS (
    SELECT * FROM json_to_recordset(%s::json) AS r(
        id uuid, occurred_at timestamptz, learner_kind text, learner uuid, registration uuid,
        object_kind text, object uuid, release uuid, verb text, score float8, seconds int,
        trust text, asserted_by uuid, client uuid, authority text,
        statement text, salt text, hash text)
), alone AS MATERIALIZED (
    SELECT pg_advisory_xact_lock({_LOCK_SPACE}, key) FROM (
        SELECT DISTINCT uuid_hash(learner) & {_LOCKS - 1} AS key FROM incoming
        WHERE learner IS NOT NULL ORDER BY 1) AS keys
), fresh AS (
    INSERT INTO records_id (id, stored_at)
    SELECT id, statement_timestamp() FROM incoming
    WHERE (SELECT count(*) FROM alone) >= 0 ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id, stored_at
), logged AS (
    INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, score, seconds, trust, asserted_by, client, authority,
        statement, salt, hash)
    SELECT id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, score, seconds, trust, asserted_by, client, authority,
        convert_from(decode(statement, 'base64'), 'UTF8'), decode(salt, 'base64'),
        decode(hash, 'base64')
    FROM incoming JOIN fresh USING (id) ORDER BY id
    RETURNING id, stored_at, learner, position
), owed AS (
    INSERT INTO records_owed (position, shard, id, stored_at)
    SELECT position, {shard_in_sql("learner")}, id, stored_at
    FROM logged WHERE learner IS NOT NULL
)
SELECT id, position FROM logged
"""  # noqa: S608 - only the constant of the shards

_STORED_BEFORE = """
SELECT r.id, r.salt, r.hash, r.position FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = ANY(%s)
"""


def append(records: Sequence[NewRecord]) -> list[Outcome]:
    """Append what is not there yet; answers in the order given, one outcome an item.

    The same id with the same content is a duplicate, with other content a conflict; both
    leave the log as it is. Runs in the caller's transaction and rings after its commit.
    Records about several people of one transaction are given at once: one by one, two transactions
    that hold each other's learners would be undone.
    """
    return append_entries([_entry(record) for record in records])


def append_entries(entries: Sequence[Entry]) -> list[Outcome]:
    """As `append`, for rows of the log whose statements are made already."""
    if not entries:
        return []
    first = {entry.id: entry for entry in reversed(entries)}
    stored = _insert(list(first.values()))
    if stored:
        ring(RECORDS_BELL)
    if len(stored) == len(entries):
        return [Outcome(entry.id, Status.STORED, stored[entry.id]) for entry in entries]
    return _tell_apart(entries, {id_: entry.statement for id_, entry in first.items()}, stored)


def _tell_apart(
    entries: Sequence[Entry], first: dict[UUID, bytes], stored: dict[UUID, int]
) -> list[Outcome]:
    """What became of each where some were there before, or twice in one batch."""
    before = _find_matches({id_: first[id_] for id_ in first if id_ not in stored})
    seen: set[UUID] = set()
    outcomes = []
    for entry in entries:
        position = stored.get(entry.id) or before.get(entry.id)
        is_same = entry.statement == first[entry.id] and position is not None
        status = _status(entry.id, is_same, stored, seen)
        outcomes.append(Outcome(entry.id, status, position if is_same else None))
        seen.add(entry.id)
    return outcomes


def _status(id_: UUID, is_same: bool, stored: dict[UUID, int], seen: set[UUID]) -> Status:
    if not is_same:
        return Status.CONFLICT
    return Status.STORED if id_ in stored and id_ not in seen else Status.DUPLICATE


def _entry(record: NewRecord) -> Entry:
    return Entry(
        id=record.id,
        statement=canonical_statement(record, campus_iri=settings.CAMPUS_IRI),
        occurred_at=record.occurred_at,
        learner_kind=record.learner_kind,
        learner=record.learner,
        registration=record.registration,
        object_kind=record.object_kind,
        object=record.object,
        release=record.release,
        verb=record.verb,
        score=record.score,
        seconds=record.seconds,
        trust=str(record.trust),
        asserted_by=record.asserted_by,
    )


def _insert(entries: Sequence[Entry]) -> dict[UUID, int]:
    """The positions of those that are new, by id; no two have one id."""
    with prepared() as cursor:
        cursor.execute(_APPEND, [_text(entries)])
        return dict(cursor.fetchall())


def _text(entries: Sequence[Entry]) -> str:
    return msgspec.json.encode(entries).decode()


def _find_matches(wanted: dict[UUID, bytes]) -> dict[UUID, int]:
    """Of ids that were there before, the positions of those whose stored content is the same.

    An erased record has no salt left to compare with, so any content counts as other content.
    """
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STORED_BEFORE, [list(wanted)])
        return {
            id_: position
            for id_, salt, hash_, position in cursor.fetchall()
            if salt is not None and salted_hash(bytes(salt), wanted[id_]) == bytes(hash_)
        }
