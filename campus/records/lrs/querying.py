"""Owns finding statements: one by its id, or those that meet filters, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.records.mentioning import client_key
from campus.records.models import Scope, XapiClient
from campus.records.xapi.queries import Query

from .clients import has_scope
from .filtering import Columns
from .searching import Place, everything, mentioning, of_campus, page_of, time_of

MOST = 100
"""How many statements an answer holds."""

_ONE = """
SELECT r.id, r.stored_at, r.authority, r.statement FROM records_id i
JOIN records_record r ON r.id = i.id AND r.stored_at = i.stored_at
WHERE i.id = %s AND r.statement IS NOT NULL
    AND EXISTS (SELECT 1 FROM records_void v WHERE v.voided = i.id) = %s
    AND (%s::uuid IS NULL OR r.client = %s)
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A stored statement; without `authority` it is one of the campus."""

    id: UUID
    stored_at: datetime
    authority: str | None
    statement: str


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
    """The statements of a page in their order, and whether more follow.

    `ours` is what the filters mean for the campus's own records.
    """
    limit = min(query.limit or MOST, MOST)
    time = time_of(query, after)
    keys = list(query.keys)
    if not _may_read_all(client):
        keys, ours = [*keys, client_key(client.id)], []
    if keys:
        sides = [mentioning(keys, time, is_ascending=query.is_ascending)]
        sides += [of_campus(columns, time) for columns in ours]
    else:
        sides = [everything(time)]
    page = page_of(sides, limit + 1, is_ascending=query.is_ascending)
    with connection.cursor() as cursor:
        cursor.execute(page.sql, page.values)
        rows = [Found(*row) for row in cursor.fetchall()]
    return rows[:limit], len(rows) > limit


def _may_read_all(client: XapiClient) -> bool:
    return has_scope(client, Scope.READ)
