"""Owns the data of attachments: kept once for each client, found by the statements that name it."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from uuid import UUID

from django.db import connection

from campus.records.models import XapiClient
from campus.records.xapi.attachments import Content, Contents, digests_in
from campus.records.xapi.walking import Thing

_KEEP = """
INSERT INTO records_attachment (client, sha2, content_type, body)
SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bytea[]) ON CONFLICT DO NOTHING
"""
_ATTACH = """
INSERT INTO records_attached (client, statement, sha2)
SELECT %s, * FROM unnest(%s::uuid[], %s::text[]) ON CONFLICT DO NOTHING
"""
_FIND = """
SELECT DISTINCT ON (d.sha2) d.sha2, d.body, d.content_type
FROM records_attached a JOIN records_attachment d ON d.client = a.client AND d.sha2 = a.sha2
WHERE a.statement = ANY(%s) ORDER BY d.sha2
"""
_SIZES = """
SELECT a.statement, sum(octet_length(d.body))
FROM records_attached a JOIN records_attachment d ON d.client = a.client AND d.sha2 = a.sha2
WHERE a.statement = ANY(%s) GROUP BY a.statement
"""
MOST_BYTES = 16 * 1024 * 1024
"""How much data one answer holds, beyond that of its first statement."""


def keep(*, client: XapiClient, statements: Mapping[UUID, Thing], contents: Contents) -> None:
    """Keep the data beside these statements, in their transaction."""
    pairs = [
        (id_, sha2)
        for id_, each in statements.items()
        for sha2 in digests_in([each])
        if sha2 in contents
    ]
    if not pairs:
        return
    digests = sorted({sha2 for _id, sha2 in pairs})
    data = [contents[sha2] for sha2 in digests]
    types, bodies = [each.content_type for each in data], [each.body for each in data]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [client.id, digests, types, bodies])
        ids, of_each = [id_ for id_, _sha2 in pairs], [sha2 for _id, sha2 in pairs]
        cursor.execute(_ATTACH, [client.id, ids, of_each])


def count_fitting(statements: Sequence[UUID]) -> int:
    """How many of these, from the first on, one answer holds with their data: one at least."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES, [list(statements)])
        sizes = dict(cursor.fetchall())
    totals = accumulate(int(sizes.get(id_, 0)) for id_ in statements)
    fitting = sum(1 for total in totals if total <= MOST_BYTES)
    return max(fitting, min(1, len(statements)))


def find(statements: Collection[UUID]) -> dict[str, Content]:
    """The data attached to these statements, by digest, each once."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(statements)])
        return {sha2: Content(bytes(body), type_) for sha2, body, type_ in cursor.fetchall()}
