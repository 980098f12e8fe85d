"""Owns the wait of somebody who asked for what a worker makes on demand: a PDF, a token."""

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.owed.owing import owe

LONGEST_SECONDS = 5.0
_EVERY: Final = 0.05
# A process has few threads: one may wait, whoever comes meanwhile is asked to come again.
_seat = threading.BoundedSemaphore(1)
Made = TypeVar("Made")


class NotReady(NotFound):
    """It is being made; `wait` becomes the answer's `Retry-After`."""

    code = "document_not_ready"
    wait = 1.0


def ask_for(kind: str, key: str, *, find: Callable[[], Made | None]) -> Made:
    """What `find` finds now or within some seconds: where it is not there, a worker is owed it.

    Not within a transaction, or the worker would never hear of it. Raises NotReady.
    """
    made = find()
    if made is not None:
        return made
    with transaction.atomic():
        owe(kind, [key])
    if _seat.acquire(blocking=False):
        try:
            made = _wait(find, until=time.monotonic() + LONGEST_SECONDS)
        finally:
            _seat.release()
    if made is None:
        raise NotReady(_("It is being made: ask again in a moment."))
    return made


def _wait(find: Callable[[], Made | None], *, until: float) -> Made | None:
    while (made := find()) is None and time.monotonic() < until:
        time.sleep(_EVERY)
    return made
