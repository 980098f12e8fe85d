"""Owns what becomes of a learner who cannot be folded: nobody else waits for her."""

import logging
from collections.abc import Callable, Collection
from uuid import UUID

from django.db import connection, transaction

from campus.owed.owing import owe

UNFOLDED = "unfolded"

# Next to nobody is owed a try: from these few, not from all that these learners follow.
_SPARED = """
SELECT EXISTS (SELECT FROM owed_owed o WHERE o.kind = %s AND (
    EXISTS (SELECT FROM courses_enrolment e
        WHERE e.registration = o.key::uuid AND e.person_id = ANY(%s))
    OR EXISTS (SELECT FROM tracks_trackenrolment e
        WHERE e.registration = o.key::uuid AND e.person_id = ANY(%s))))
"""

log = logging.getLogger(__name__)


def fold_sparing(registrations: set[UUID], fold: Callable[[set[UUID]], None]) -> list[UUID]:
    """Fold all at once or, where that fails, one by one; answers those that cannot be folded.

    Whoever cannot be folded is owed a try of her own, which is parked when it has failed three
    times. Her records are in the log and reduced; what they come to is decided then.
    """
    if not registrations or _is_folded(registrations, fold):
        return []
    failed = [one for one in sorted(registrations) if not _is_folded({one}, fold)]
    owe(UNFOLDED, [str(registration) for registration in failed])
    return failed


def is_spared(learners: Collection[UUID]) -> bool:
    """Whether any of them is owed a try of her own: her records are claimed and not counted."""
    asked = list(learners)
    with connection.cursor() as cursor:
        cursor.execute(_SPARED, [UNFOLDED, asked, asked])
        row = cursor.fetchone()
    return bool(row[0])


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
