"""Owns the doing of owed work: each row under a lease, then under a lock, one at a time."""

import logging
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from .models import Owed

MOST_TRIES = 3
LONGEST_SECONDS = 20.0

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
_LOCK = "SELECT 1 FROM owed_owed WHERE id = %s FOR UPDATE"
_DONE = "DELETE FROM owed_owed WHERE id = %s"

Handler = Callable[[str], None]
_handlers: dict[str, Handler] = {}
log = logging.getLogger(__name__)


def register(kind: str, handler: Handler) -> None:
    """`handler(key)` does one piece of this kind of work, inside one transaction."""
    _handlers[kind] = handler


def do_owed(kind: str, *, most: int = 500, longest: float = LONGEST_SECONDS) -> int:
    """Do what is due of one kind; answers how many rows were taken up.

    A row whose handler fails comes due again later and is parked after `MOST_TRIES`; the
    others are not held up by it. No row is begun after `longest` seconds: the time limit of a
    task would end one that is innocent.
    """
    end = time.monotonic() + longest
    for taken in range(most):
        lease = _lease(kind) if time.monotonic() < end else None
        if lease is None:
            return taken
        _do(kind, *lease)
    return most


def _lease(kind: str) -> tuple[int, str, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [kind])
        row: tuple[int, str, int] | None = cursor.fetchone()
    return row


def _do(kind: str, row_id: int, key: str, tries: int) -> None:
    if tries > MOST_TRIES:
        _write_down(row_id, tries, "The process doing this work ended every time.")
        return
    try:
        with transaction.atomic():
            if _change(_LOCK, row_id):
                _handlers[kind](key)
                _change(_DONE, row_id)
    except Exception as fault:  # its transaction is undone; the row remembers it
        log.exception("owed work failed: %s %s", kind, key)
        _write_down(row_id, tries, f"{type(fault).__name__}: {fault}")


def _change(statement: str, row_id: int) -> int:
    """How many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [row_id])
        met: int = cursor.rowcount
    return met


def _write_down(row_id: int, tries: int, fault: str) -> None:
    """Remember the fault, and park the row after its last try.

    Nothing is written where the row was owed afresh meanwhile: it has all its tries again.
    """
    parked = {"parked_at": timezone.now()} if tries >= MOST_TRIES else {}
    Owed.objects.filter(id=row_id, tries=tries).update(fault=fault[:2000], **parked)


def kinds_due() -> list[str]:
    """The kinds that have work due now, whether or not a bell announced it."""
    due = Owed.objects.filter(parked_at=None, due_at__lte=Now())  # the clock that set it
    return sorted(set(due.values_list("kind", flat=True).distinct()) & set(_handlers))
