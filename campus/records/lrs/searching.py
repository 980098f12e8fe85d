"""Owns the SQL of a search: the parts of which a page is put together, each in the page's order.

Every part reads one index in the order of the answer and stops at the page's end. Of several
filters the rarest drives; the others are looked up for those of its rows that have their marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from campus.records.xapi.mentions import marks
from campus.records.xapi.queries import Query

from .filtering import Columns

# So many rows of a key are looked at to tell how frequent it is; of a more frequent one, how long
# it took to come to so many.
_COUNTED = 1_000

_COUNT = """
SELECT count(*), coalesce(max(stored_at) - min(stored_at), interval '0') FROM (
    SELECT r.stored_at FROM records_mention r WHERE r.key = %s {time}
    ORDER BY r.stored_at {way}, r.id {way} LIMIT {most}) AS found
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

Place = tuple[datetime, UUID]
"""Where a page ended: the next one begins after it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of SQL and its values."""

    sql: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        return Part(f"{self.sql} {other.sql}", self.values + other.values)


def time_of(query: Query, after: Place | None) -> Part:
    """What is asked of the time of storing, which every part says for itself."""
    part = Part("")
    if query.since:
        part += Part("AND r.stored_at > %s", (query.since,))
    if query.until:
        part += Part("AND r.stored_at <= %s", (query.until,))
    if after:
        sign = ">" if query.is_ascending else "<"
        part += Part(f"AND (r.stored_at, r.id) {sign} (%s, %s)", after)
    return part


def mentioning(keys: Sequence[UUID], time: Part, *, is_ascending: bool) -> Part:
    """Those that have all these keys: what other systems sent, and ours about statements."""
    first, *rest = _rarest_first(keys, time, _way(is_ascending))
    part = Part("SELECT r.stored_at, r.id FROM records_mention r WHERE r.key = %s", (first,))
    if rest:
        theirs = marks(rest)
        part += Part("AND r.marks & %s = %s", (theirs, theirs))
    for key in rest:
        part += Part(_ALSO, (key,))
    return part + time + Part(_NOT_VOIDED)


def _way(is_ascending: bool) -> str:
    return "ASC" if is_ascending else "DESC"


def _rarest_first(keys: Sequence[UUID], time: Part, way: str) -> Sequence[UUID]:
    if len(keys) == 1:
        return keys
    return sorted(keys, key=lambda key: _frequency(key, time, way))


def _frequency(key: UUID, time: Part, way: str) -> tuple[int, timedelta]:
    """How many rows there are; of those that are many, the longer they took the fewer they are."""
    with connection.cursor() as cursor:
        sql = _COUNT.format(time=time.sql, way=way, most=_COUNTED)
        cursor.execute(sql, [key, *time.values])
        count, span = cursor.fetchone()
    return count, -span if count == _COUNTED else timedelta(0)


def of_campus(columns: Columns, time: Part) -> Part:
    """Our own records. Only the first column is compared so that an index may serve it.

    Ours that take others back are about statements: those have keys.
    """
    part = Part(
        "SELECT r.stored_at, r.id FROM records_record r"
        " WHERE r.client IS NULL AND r.erased_at IS NULL AND r.object_kind <> 'statement'"
    )
    ranked = columns.ranked()
    for place, (name, value) in enumerate(ranked):
        sign = "IS NOT DISTINCT FROM" if place else "="
        part += Part(f"AND r.{name} {sign} %s", (value,))
    part += time + Part(_NOT_VOIDED)
    # One enrolment's are few, and their index is in another order.
    is_in_order = not ranked or ranked[0][0] != "registration"
    return part if is_in_order else part + Part("OFFSET 0")


def everything(time: Part) -> Part:
    part = Part("SELECT r.stored_at, r.id FROM records_record r WHERE r.statement IS NOT NULL")
    return part + time + Part(_NOT_VOIDED)


def page_of(sides: Sequence[Part], most: int, *, is_ascending: bool) -> Part:
    """The statements of these parts together, each once, as id, time, authority and text."""
    way = _way(is_ascending)
    ordered = [
        _SIDE.format(sql=side.sql, place=place, way=way, most=most)
        for place, side in enumerate(sides)
    ]
    sql = _PAGE.format(sides=" UNION ".join(ordered), way=way, most=most)
    return Part(sql, tuple(value for side in sides for value in side.values))
