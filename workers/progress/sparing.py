"""Owns what becomes of a learner who cannot be folded: nobody else waits for her."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from campus.owed.owing import owe

UNFOLDED = "unfolded"

log = logging.getLogger(__name__)


def fold_sparing(registrations: set[UUID], fold: Callable[[set[UUID]], None]) -> None:
    """Fold all at once or, where that fails, one by one.

    Whoever cannot be folded is owed a try of her own, which is parked when it has failed three
    times. Her records are in the log and reduced; what they come to is decided then.
    """
    if not registrations or _is_folded(registrations, fold):
        return
    failed = [one for one in sorted(registrations) if not _is_folded({one}, fold)]
    owe(UNFOLDED, [str(registration) for registration in failed])


def _is_folded(registrations: set[UUID], fold: Callable[[set[UUID]], None]) -> bool:
    try:
        with transaction.atomic():
            fold(registrations)
    except Exception:  # undone; owed above, where it leaves its fault
        log.exception(
            "not folded: %s registrations, %s first", len(registrations), min(registrations)
        )
        return False
    return True
