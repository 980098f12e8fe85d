"""Owns what a row of owed work goes through: leased, locked, gone; or its fault written down."""

from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from .models import Owed

MOST_TRIES = 3

# The lease commits before the work starts, so a handler that kills its process has used up a
# try and comes due again by itself. `tries` counts the attempt that is about to be made.
_LEASE = """
UPDATE owed_owed SET tries = tries + 1, due_at = now() + interval '20 seconds'
WHERE id = (
    SELECT id FROM owed_owed
    WHERE kind = %s AND parked_at IS NULL AND due_at <= now()
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, key, tries
"""
# Only what was never tried: what failed, or killed whoever did it, must cost nobody else a try.
_LEASE_FRESH = """
UPDATE owed_owed SET tries = tries + 1, due_at = now() + interval '20 seconds'
WHERE id IN (
    SELECT id FROM owed_owed
    WHERE kind = %s AND parked_at IS NULL AND due_at <= now() AND tries = 0
        AND starts_with(key, %s)
    ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
)
RETURNING id, key, tries
"""
# In the order of whoever owes them afresh meanwhile (`owing`), so that nobody waits in a circle.
_LOCK = "SELECT id, key FROM owed_owed WHERE id = ANY(%s) ORDER BY key FOR UPDATE"
_DONE = "DELETE FROM owed_owed WHERE id = ANY(%s)"


class Lease(NamedTuple):
    """A row for a while; `tries` counts the attempt that is about to be made."""

    id: int
    key: str
    tries: int


def lease_first(kind: str) -> list[Lease]:
    """The one that is due first, if any is due."""
    return _leased(_LEASE, kind)


def lease_fresh(kind: str, *, prefix: str, most: int) -> list[Lease]:
    """Those due whose key begins so and that nobody has tried."""
    return _leased(_LEASE_FRESH, kind, prefix, most)


def _leased(statement: str, *given: str | int) -> list[Lease]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return [Lease(*row) for row in cursor.fetchall()]


def locked(leases: list[Lease]) -> list[str]:
    """The keys of those that nobody else has done meanwhile; nobody does them before the commit."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [[lease.id for lease in leases]])
        return [key for _id, key in cursor.fetchall()]


def remove(leases: list[Lease]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [[lease.id for lease in leases]])


def write_down(lease: Lease, fault: str) -> None:
    """Remember the fault, and park the row after its last try.

    Nothing is written where the row was owed afresh meanwhile: it has all its tries again.
    """
    parked = {"parked_at": timezone.now()} if lease.tries >= MOST_TRIES else {}
    Owed.objects.filter(id=lease.id, tries=lease.tries).update(fault=fault[:2000], **parked)
