"""Owns the append: many records, one SQL statement, an outcome for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection

from campus.owed.owing import ring

from .statements import NewRecord, canonical_statement, new_salt, salted_hash

RECORDS_BELL = "records"


class Status(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Outcome:
    id: UUID
    status: Status


# One statement writes the ids (global uniqueness), the log and what is owed to the fold. A
# concurrent append of the same id makes this one wait and then count as already there; ids are
# taken in their own order, so that two batches never wait for each other.
_APPEND = """
WITH incoming AS (
    SELECT * FROM json_to_recordset(%s::json) AS r(
        id uuid, occurred_at timestamptz, learner_kind text, learner uuid, registration uuid,
        object_kind text, object uuid, release uuid, verb text, score float8, trust text,
        asserted_by uuid, statement text, salt text, hash text)
), fresh AS (
    INSERT INTO records_id (id, stored_at)
    SELECT id, statement_timestamp() FROM incoming ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id, stored_at
), logged AS (
    INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, score, trust, asserted_by, statement, salt, hash)
    SELECT id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, score, trust, asserted_by, statement,
        decode(salt, 'hex'), decode(hash, 'hex')
    FROM incoming JOIN fresh USING (id) ORDER BY id
    RETURNING id, stored_at, learner
), owed AS (
    INSERT INTO records_owed (shard, id, stored_at)
    SELECT get_byte(uuid_send(learner), 15) %% 16, id, stored_at FROM logged
)
SELECT id FROM logged
"""

_STORED_BEFORE = """
SELECT r.id, r.salt, r.hash FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = ANY(%s)
"""


def append(records: Sequence[NewRecord]) -> list[Outcome]:
    """Append what is not there yet; answers in the order given, one outcome an item.

    The same id with the same content is a duplicate, with other content a conflict; both
    leave the log as it is. Runs in the caller's transaction and rings after its commit.
    """
    if not records:
        return []
    statements = [canonical_statement(r, campus_iri=settings.CAMPUS_IRI) for r in records]
    first: dict[UUID, bytes] = {}
    for record, statement in zip(records, statements, strict=True):
        first.setdefault(record.id, statement)
    stored = _insert(records, statements)
    before = _find_matches({id_: first[id_] for id_ in first if id_ not in stored})
    if stored:
        ring(RECORDS_BELL)
    seen: set[UUID] = set()
    outcomes = []
    for record, statement in zip(records, statements, strict=True):
        is_same = statement == first[record.id] and before.get(record.id, True)
        outcomes.append(Outcome(record.id, _status(record.id, is_same, stored, seen)))
        seen.add(record.id)
    return outcomes


def _status(id_: UUID, is_same: bool, stored: set[UUID], seen: set[UUID]) -> Status:
    if not is_same:
        return Status.CONFLICT
    return Status.STORED if id_ in stored and id_ not in seen else Status.DUPLICATE


def _insert(records: Sequence[NewRecord], statements: Sequence[bytes]) -> set[UUID]:
    rows = {
        record.id: _row(record, statement)
        for record, statement in zip(reversed(records), reversed(statements), strict=True)
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [msgspec.json.encode(list(rows.values())).decode()])
        return {id_ for (id_,) in cursor.fetchall()}


def _row(record: NewRecord, statement: bytes) -> dict[str, object]:
    salt = new_salt()
    return {
        "id": record.id,
        "occurred_at": record.occurred_at,
        "learner_kind": record.learner_kind,
        "learner": record.learner,
        "registration": record.registration,
        "object_kind": record.object_kind,
        "object": record.object,
        "release": record.release,
        "verb": record.verb,
        "score": record.score,
        "trust": str(record.trust),
        "asserted_by": record.asserted_by,
        "statement": statement.decode(),
        "salt": salt.hex(),
        "hash": salted_hash(salt, statement).hex(),
    }


def _find_matches(wanted: dict[UUID, bytes]) -> dict[UUID, bool]:
    """For ids that were there before: whether the stored content is the same.

    An erased record has no salt left to compare with, so any content counts as other content.
    """
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STORED_BEFORE, [list(wanted)])
        return {
            id_: salt is not None and salted_hash(bytes(salt), wanted[id_]) == bytes(hash_)
            for id_, salt, hash_ in cursor.fetchall()
        }
