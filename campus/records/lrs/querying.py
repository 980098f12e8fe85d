"""Owns finding statements: one by its id, or the newest that meet filters, a page at a time.

Every part of a search reads one index in the order of the answer and stops at the page's end; of
several filters the rarest drives, and the others are looked up for each row it yields. So the time
of a page does not grow with the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.records.mentioning import client_key
from campus.records.models import Scope, XapiClient
from campus.records.xapi.queries import Query

from .clients import has_scope
from .filtering import Columns

MOST = 100
"""How many statements an answer holds."""
# Beyond this a key counts as frequent, and which of two frequent ones drives matters little.
_COUNTED = 5_000

_ONE = """
SELECT r.id, r.stored_at, r.authority, r.statement FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = %s AND r.statement IS NOT NULL
    AND EXISTS (SELECT 1 FROM records_void v WHERE v.voided = i.id) = %s
    AND (%s::uuid IS NULL OR r.client = %s)
"""
_COUNT = """
SELECT count(*) FROM (SELECT 1 FROM records_mention r WHERE key = %s {time} LIMIT {most}) AS found
"""
# Without OFFSET 0 the planner may turn a look-up for each row into a join that reads a whole key.
_ALSO = """
AND EXISTS (SELECT 1 FROM records_mention o
    WHERE o.key = %s AND o.stored_at = r.stored_at AND o.id = r.id OFFSET 0)
"""
_NOT_VOIDED = "AND NOT EXISTS (SELECT 1 FROM records_void v WHERE v.voided = r.id OFFSET 0)"
_SIDE = "(SELECT * FROM ({sql}) AS s{place} ORDER BY stored_at {way}, id {way} LIMIT {most})"
_PAGE = """
WITH found AS (
    SELECT stored_at, id FROM ({sides}) AS sides ORDER BY stored_at {way}, id {way} LIMIT {most}
)
SELECT r.id, r.stored_at, r.authority, r.statement
FROM found JOIN records_record r ON r.stored_at = found.stored_at AND r.id = found.id
WHERE r.statement IS NOT NULL ORDER BY r.stored_at {way}, r.id {way}
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A stored statement; without `authority` it is one of the campus."""

    id: UUID
    stored_at: datetime
    authority: str | None
    statement: str


Place = tuple[datetime, UUID]
"""Where a page ended: the next one begins after it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of SQL and its values."""

    sql: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "_Part") -> "_Part":
        return _Part(f"{self.sql} {other.sql}", self.values + other.values)


def find_one(client: XapiClient, id_: UUID, *, is_voided: bool) -> Found:
    """The statement; raises NotFound where there is none, or none that this client may read.

    A voided one is only found by asking for a voided one, and no other is found so (2.1.4).
    """
    own = None if _may_read_all(client) else client.id
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [id_, is_voided, own, own])
        row = cursor.fetchone()
    if row is None:
        detail = _("There is no such statement, or you may not read it: check the id.")
        raise NotFound(detail)
    return Found(*row)


def find_page(
    client: XapiClient, query: Query, ours: Sequence[Columns], after: Place | None = None
) -> tuple[list[Found], bool]:
    """The statements of a page in their order, and whether more follow."""
    limit = min(query.limit or MOST, MOST)
    time = _time(query, after)
    keys = list(query.keys)
    if not _may_read_all(client):
        keys, ours = [*keys, client_key(client.id)], []
    sides = [_others(keys, time, query)] if keys else []
    if sides:
        sides += [_of_campus(columns.ranked(), time) for columns in ours]
    else:
        sides = [_everything(time)]
    rows = _read(sides, limit + 1, _way(query))
    return rows[:limit], len(rows) > limit


def _may_read_all(client: XapiClient) -> bool:
    return has_scope(client, Scope.READ)


def _way(query: Query) -> str:
    return "ASC" if query.is_ascending else "DESC"


def _time(query: Query, after: Place | None) -> _Part:
    part = _Part("")
    if query.since:
        part += _Part("AND r.stored_at > %s", (query.since,))
    if query.until:
        part += _Part("AND r.stored_at <= %s", (query.until,))
    if after:
        sign = ">" if query.is_ascending else "<"
        part += _Part(f"AND (r.stored_at, r.id) {sign} (%s, %s)", after)
    return part


def _others(keys: list[UUID], time: _Part, query: Query) -> _Part:
    """Those that mention everything asked for."""
    first, *rest = _rarest_first(keys, time)
    part = _Part("SELECT r.stored_at, r.id FROM records_mention r WHERE r.key = %s", (first,))
    for key in rest:
        part += _Part(_ALSO, (key,))
    return part + time + _Part(_NOT_VOIDED)


def _rarest_first(keys: list[UUID], time: _Part) -> list[UUID]:
    if len(keys) == 1:
        return keys
    return sorted(keys, key=lambda key: _count(key, time))


def _count(key: UUID, time: _Part) -> int:
    with connection.cursor() as cursor:
        sql = _COUNT.format(time=time.sql, most=_COUNTED)
        cursor.execute(sql, [key, *time.values])
        return int(cursor.fetchone()[0])


def _of_campus(columns: list[tuple[str, Any]], time: _Part) -> _Part:
    """Our own records. Only the first column is compared so that an index may serve it.

    Ours that take others back are about statements: those are found by keys.
    """
    part = _Part(
        "SELECT r.stored_at, r.id FROM records_record r"
        " WHERE r.client IS NULL AND r.erased_at IS NULL AND r.object_kind <> 'statement'"
    )
    for place, (name, value) in enumerate(columns):
        sign = "IS NOT DISTINCT FROM" if place else "="
        part += _Part(f"AND r.{name} {sign} %s", (value,))
    part += time + _Part(_NOT_VOIDED)
    # One enrolment's are few, and their index is in another order.
    is_in_order = not columns or columns[0][0] != "registration"
    return part if is_in_order else part + _Part("OFFSET 0")


def _everything(time: _Part) -> _Part:
    part = _Part("SELECT r.stored_at, r.id FROM records_record r WHERE r.statement IS NOT NULL")
    return part + time + _Part(_NOT_VOIDED)


def _read(sides: Sequence[_Part], most: int, way: str) -> list[Found]:
    ordered = [
        _SIDE.format(sql=side.sql, place=place, way=way, most=most)
        for place, side in enumerate(sides)
    ]
    sql = _PAGE.format(sides=" UNION ".join(ordered), way=way, most=most)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for side in sides for value in side.values])
        return [Found(*row) for row in cursor.fetchall()]
