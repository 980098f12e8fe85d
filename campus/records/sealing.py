"""Owns the seals: roots over the log's hashes, each over the one before, so no change goes unseen.

A seal covers the positions after the last one's up to its own. A position is given out before its
record is committed, so a seal waits until nobody can still bring one below: it notes the last
position and which transactions were open then, and is made once all of those have ended.
"""

import logging
from dataclasses import dataclass

from django.db import connection, transaction

MOST_RECORDS = 100_000
"""Positions in one seal, so that making or proving one stays small."""

_LOCK = "SELECT pg_advisory_xact_lock(7106)"

_LAST = "SELECT number, last, root FROM records_seal ORDER BY number DESC LIMIT 1"

# Read before the note's own transaction gets its number: whoever holds a position up to this one
# has a lower number. A snapshot's xmax would not do: it follows the last transaction that has
# ended, and one that is still open may have that very number.
_HIGHEST = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM records_position"
_NOTE = """
INSERT INTO records_seal_next (position, horizon)
VALUES (%s, pg_current_xact_id())
ON CONFLICT (is_next) DO UPDATE SET position = excluded.position, horizon = excluded.horizon
"""
# After a restore into another cluster its transactions count from below: the note is then void.
_NOTED = """
SELECT position, pg_snapshot_xmin(pg_current_snapshot()) >= horizon,
    pg_snapshot_xmax(pg_current_snapshot()) < horizon
FROM records_seal_next
"""

ROOT = """
SELECT count(*), sha256(%(before)s || coalesce(string_agg(
    int8send(position) || timestamptz_send(stored_at) || uuid_send(id) || hash,
    ''::bytea ORDER BY position), ''::bytea))
FROM records_record WHERE position > %(after)s AND position <= %(last)s
"""
_SEAL = """
INSERT INTO records_seal (number, after, last, records, root) VALUES (%s, %s, %s, %s, %s)
"""

FIRST_ROOT = b""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Noted:
    """A position, and whether every transaction that was open when it was noted has ended."""

    position: int
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Seal:
    """Where the log is sealed up to; number 0 is a log without a seal."""

    number: int
    last: int
    root: bytes


def seal() -> int:
    """Seal what can be sealed, and note how far the next time will go; answers how many seals."""
    sealed = 0
    while made := _seal_one():
        # Beside the log, in what the operator keeps: a log that was cut short with its seals fits
        # itself, and not this (`verify_log --expect`).
        log.info("sealed %s:%s", made.number, made.root.hex())
        sealed += 1
    return sealed


@transaction.atomic
def _seal_one() -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        before, noted = last_seal(), _noted()
        if noted and not noted.has_ended:
            return None
        if noted is None or noted.position <= before.last:
            _note()
            return None
        last = min(noted.position, before.last + MOST_RECORDS)
        records, root = root_of(before.root, before.last, last)
        cursor.execute(_SEAL, [before.number + 1, before.last, last, records, root])
        return Seal(before.number + 1, last, root)


def last_seal() -> Seal:
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        row = cursor.fetchone()
    return Seal(row[0], row[1], bytes(row[2])) if row else Seal(0, 0, FIRST_ROOT)


def root_of(before: bytes, after: int, last: int) -> tuple[int, bytes]:
    """How many records lie in (after, last], and the root over the one before and their hashes."""
    with connection.cursor() as cursor:
        cursor.execute(ROOT, {"before": before, "after": after, "last": last})
        records, root = cursor.fetchone()
    return records, bytes(root)


def _noted() -> _Noted | None:
    with connection.cursor() as cursor:
        cursor.execute(_NOTED)
        row = cursor.fetchone()
    return _Noted(*row[:2]) if row and not row[2] else None


def _note() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST)
        (position,) = cursor.fetchone()
        cursor.execute(_NOTE, [position])
