"""Owns the doing of owed work: each row under a lease, then under a lock.

One at a time, unless they are of a kind that is cheaper by the dozen: then many at once.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from .leasing import MOST_TRIES, Lease, lease_first, lease_fresh, locked, remove, write_down
from .models import Owed

MOST_AT_ONCE = 25
LONGEST_SECONDS = 20.0

Handler = Callable[[str], None]


class Together(NamedTuple):
    """Keys that begin with `prefix` may be done at once, in one transaction: all or none."""

    prefix: str
    handle: Callable[[Sequence[str]], None]


_handlers: dict[str, Handler] = {}
_together: dict[str, Together] = {}
log = logging.getLogger(__name__)


def register(kind: str, handler: Handler, *, together: Together | None = None) -> None:
    """`handler(key)` does one piece of this kind of work, inside one transaction."""
    _handlers[kind] = handler
    if together:
        _together[kind] = together


def do_owed(kind: str, *, most: int = 500, longest: float = LONGEST_SECONDS) -> int:
    """Do what is due of one kind; answers how many rows were taken up.

    A row whose handler fails comes due again later and is parked after `MOST_TRIES`; the
    others are not held up by it. No row is begun after `longest` seconds: the time limit of a
    task would end one that is innocent.
    """
    end, taken = time.monotonic() + longest, 0
    while taken < most and time.monotonic() < end:
        leases = _lease(kind, most=min(most - taken, MOST_AT_ONCE))
        if not leases:
            break
        _do(kind, leases)
        taken += len(leases)
    return taken


def _lease(kind: str, *, most: int) -> list[Lease]:
    """What is due first, and what may be done with it."""
    first = lease_first(kind)
    together = _together.get(kind)
    if not first or not together or first[0].tries > 1:
        return first
    if not first[0].key.startswith(together.prefix):
        return first
    return first + lease_fresh(kind, prefix=together.prefix, most=most - 1)


def _do(kind: str, leases: list[Lease]) -> None:
    if len(leases) == 1 or not _did_together(kind, leases):
        for lease in leases:
            _do_one(kind, lease)


def _did_together(kind: str, leases: list[Lease]) -> bool:
    """Where one of them fails none is done: each is then done alone, and its fault is its own."""
    try:
        with transaction.atomic():
            if keys := locked(leases):
                _together[kind].handle(keys)
                remove(leases)
    except Exception as fault:
        log.warning("%d of %s are done one by one: %s", len(leases), kind, fault)
        return False
    return True


def _do_one(kind: str, lease: Lease) -> None:
    if lease.tries > MOST_TRIES:
        write_down(lease, "The process doing this work ended every time.")
        return
    try:
        with transaction.atomic():
            if locked([lease]):
                _handlers[kind](lease.key)
                remove([lease])
    except Exception as fault:  # its transaction is undone; the row remembers it
        log.exception("owed work failed: %s %s", kind, lease.key)
        write_down(lease, f"{type(fault).__name__}: {fault}")


def kinds_due() -> list[str]:
    """The kinds that have work due now, whether or not a bell announced it."""
    due = Owed.objects.filter(parked_at=None, due_at__lte=Now())  # the clock that set it
    return sorted(set(due.values_list("kind", flat=True).distinct()) & set(_handlers))
