"""Owns the proof that what counts no more was taken back by a statement, and the reverse."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from .fitting import UNREADABLE, VOIDED

_VOIDS = """
SELECT v.voided, v.by, r.id IS NOT NULL, r.erased_at IS NOT NULL, r.statement
FROM records_void v LEFT JOIN records_id i ON i.id = v.by
LEFT JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE v.voided > %s ORDER BY v.voided LIMIT %s
"""
_AT_ONCE = 2_000
_BEFORE_ALL = UUID(int=0)

# What another system is yet to send, nobody voids but who may do all; what the same one sends, or
# what was there before, is void.
_COUNTING = """
SELECT v.id, t.statement FROM unnest(%s::uuid[], %s::uuid[]) AS named(id, target)
JOIN records_id vi ON vi.id = named.id
JOIN records_record v ON v.id = vi.id AND v.stored_at = vi.stored_at
JOIN records_id ti ON ti.id = named.target
JOIN records_record t ON t.id = ti.id AND t.stored_at = ti.stored_at
WHERE (t.client IS NOT DISTINCT FROM v.client OR t.position < v.position)
    AND t.statement IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM records_void w WHERE w.voided = named.target)
"""

# The fold reads the enrolment again that the taking back is in.
_ELSEWHERE = """
SELECT v.id FROM unnest(%s::uuid[], %s::uuid[]) AS named(id, target)
JOIN records_id vi ON vi.id = named.id
JOIN records_record v ON v.id = vi.id AND v.stored_at = vi.stored_at
JOIN records_id ti ON ti.id = named.target
JOIN records_record t ON t.id = ti.id AND t.stored_at = ti.stored_at
WHERE v.learner IS NOT NULL AND t.learner IS NOT NULL
    AND (v.learner, v.learner_kind, v.registration)
        IS DISTINCT FROM (t.learner, t.learner_kind, t.registration)
"""


def taken_back_by(statement: str | None) -> UUID | None:
    """What this text takes back; None where it takes nothing back, or cannot be read."""
    if not statement or VOIDED not in statement:
        return None
    try:
        said: Any = msgspec.json.decode(statement)
        object_ = said["object"]
        is_voiding = said["verb"]["id"] == VOIDED and object_["objectType"] == "StatementRef"
        return UUID(object_["id"]) if is_voiding else None
    except UNREADABLE:
        return None


def faults_of_voids() -> Iterator[str]:
    """Each that is void although nothing in the log says so."""
    for voided, by, is_there, is_erased, statement in _voids():
        if not is_there or not (is_erased or taken_back_by(statement) == voided):
            yield f"void, and no statement takes it back: {voided} by {by}"


def _voids() -> Iterator[tuple[Any, ...]]:
    some = _rows(_VOIDS, [_BEFORE_ALL, _AT_ONCE])
    while some:
        yield from some
        some = _rows(_VOIDS, [some[-1][0], _AT_ONCE])


def faults_of_voiding(voiding: Mapping[UUID, UUID]) -> Iterator[str]:
    """Of statements, by what they take back: each that had no effect, or on another learner.

    What takes something back is itself never void (1.0.3, 2.3.2).
    """
    if not voiding:
        return
    named = [list(voiding), list(voiding.values())]
    for id_, target in _rows(_COUNTING, named):
        if taken_back_by(target) is None:
            yield f"taken back, and counts: {voiding[id_]} by {id_}"
    for (id_,) in _rows(_ELSEWHERE, named):
        yield f"learner is not that of what is taken back: {id_}"


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
