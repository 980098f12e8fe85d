"""Owns what became of the evidence of credentials: which records were taken back since.

A credential stays as it was issued; whoever looks at it is told, and a named person may revoke it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# Each record is one look-up in the index of voids, whatever the length of the log.
_WITHDRAWN = """
SELECT c.id, count(*), min(v.stored_at)
FROM certificates_credential c
CROSS JOIN LATERAL jsonb_array_elements_text(c.evidence) AS e(record)
JOIN records_void v ON v.voided = e.record::uuid
WHERE c.id = ANY(%s) GROUP BY c.id
"""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """How many of its records count no more, and since when the first of them."""

    records: int
    since: datetime


def withdrawn_from(ids: Collection[str]) -> Mapping[str, Withdrawn]:
    """By credential, what was withdrawn of its evidence; those that stand are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAWN, [list(ids)])
        return {id_: Withdrawn(records, since) for id_, records, since in cursor.fetchall()}
