"""Owns by what statements are found: what they mention, and what those they are about mention.

A statement about another one (a StatementRef) meets every filter that the other meets, and so on
(xAPI 1.0.3, 2.1.3): it gets the other's keys when the later of the two is stored. Records of the
campus itself are found by their columns; only those that are about a statement have keys as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.conf import settings
from django.db import connection

from .statements import campus_authority
from .xapi.mentions import marks, mentions, target_key
from .xapi.walking import Thing, target

# In two columns of arrays, so that any number of rows is one statement. In their order, so that
# two transactions which write the same rows never wait for each other crosswise.
_KEEP = """
INSERT INTO records_mention (key, stored_at, id, marks)
SELECT m.key, i.stored_at, i.id, m.marks
FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[]) AS m(key, id, marks)
JOIN records_id i ON i.id = m.id ORDER BY m.key, i.stored_at, i.id
ON CONFLICT DO NOTHING
"""
_ABOUT = "SELECT key, id FROM records_mention WHERE key = ANY(%s)"
_KEYS = """
SELECT r.id, r.client, r.authority, r.statement,
    ARRAY(SELECT m.key FROM records_mention m WHERE m.id = r.id)
FROM records_id i JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = ANY(%s) AND r.statement IS NOT NULL
"""

# Of a statement about another one, whose keys may grow, its marks say nothing.
_ANY = -1

_LOCK_SPACE = 2017546313
_LOTS = 8
_WAIT = "SELECT pg_advisory_xact_lock(%s, %s)"
_WAIT_SHARED = "SELECT pg_advisory_xact_lock_shared(%s, %s)"

Keys = set[UUID]


@dataclass(frozen=True, slots=True)
class Mentioning:
    """A statement that was just stored, with its authority; `client` is None for one of ours."""

    id: UUID
    statement: Thing
    client: UUID | None = None

    @property
    def target(self) -> UUID | None:
        named = target(self.statement)
        return None if named is None else UUID(named)


def client_key(client: UUID) -> UUID:
    """The key of everything that a client sent; no statement about it inherits that."""
    return uuid5(client, "client")


def wait_for_each_other(ids: Iterable[UUID], targets: Iterable[UUID]) -> None:
    """Let nobody store a statement while somebody else stores one that is about it.

    Each would miss the other, and the keys would never be handed on. Held until the transaction
    ends; lots are taken in their order, so that nobody waits crosswise.
    """
    exclusive = {_lot(id_) for id_ in targets}
    with connection.cursor() as cursor:
        for lot in sorted(exclusive | {_lot(id_) for id_ in ids}):
            wait = _WAIT if lot in exclusive else _WAIT_SHARED
            cursor.execute(wait, [_LOCK_SPACE, lot])


def _lot(id_: UUID) -> int:
    return id_.bytes[15] % _LOTS


def mention(stored: Sequence[Mentioning]) -> dict[UUID, list[UUID]]:
    """Keep by what these are found, and hand it on to statements about them that came before.

    Answers those by what they are about: only a statement with a key of its target is listed.
    """
    if not stored:
        return {}
    targets = {one.id: about for one in stored if (about := one.target)}
    own = {one.id: mentions(one.statement) for one in stored}
    known = own | _find_keys(set(targets.values()) - own.keys())
    found = {id_: _with_targets(id_, known, targets) for id_ in own}
    earlier = _find_about(own)
    rows = [row for one in stored for row in _rows(one, found[one.id])]
    rows += [
        (key, id_, _ANY) for about, ids in earlier.items() for id_ in ids for key in found[about]
    ]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [list(column) for column in zip(*rows, strict=True)])
    return earlier


def _rows(one: Mentioning, keys: Keys) -> Iterable[tuple[UUID, UUID, int]]:
    together = keys | ({client_key(one.client)} if one.client else set())
    its_marks = marks(together) if one.target is None else _ANY
    return [(key, one.id, its_marks) for key in together]


def _with_targets(id_: UUID, known: Mapping[UUID, Keys], targets: Mapping[UUID, UUID]) -> Keys:
    """Its own keys and those of what it is about, and so on; statements may go round in circles."""
    found: Keys = set()
    seen: set[UUID] = set()
    at: UUID | None = id_
    while at is not None and at not in seen:
        seen.add(at)
        found |= known.get(at, set())
        at = targets.get(at)
    return found


def _find_keys(ids: Iterable[UUID]) -> dict[UUID, Keys]:
    """The keys of statements stored before, handed on ones too; of ours, made from their text."""
    wanted = list(ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [wanted])
        return {row[0]: _keys_of(*row[1:]) for row in cursor.fetchall()}


def _keys_of(client: UUID | None, authority: str | None, statement: str, keys: list[UUID]) -> Keys:
    if keys:
        return set(keys) - ({client_key(client)} if client else set())
    ours = campus_authority(settings.CAMPUS_IRI)
    said: dict[str, Any] = msgspec.json.decode(statement)
    return mentions({**said, "authority": msgspec.json.decode(authority) if authority else ours})


def _find_about(ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    by_key = {target_key(id_): id_ for id_ in ids}
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT, [list(by_key)])
        for key, id_ in cursor.fetchall():
            found.setdefault(by_key[key], []).append(id_)
    return found
