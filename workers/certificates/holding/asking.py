"""Owns the asking for what only a worker makes: owed at once, waited for a little, then refused."""

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.owed.models import Owed
from campus.owed.owing import owe

LONGEST_SECONDS: Final = 5.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.02, 0.25
# A web process has few threads: one may wait here, the others go on answering.
_waiting = threading.BoundedSemaphore(1)
Made = TypeVar("Made")


class NotReady(NotFound):
    """Somebody makes it at this moment; `wait` says in seconds when asking again is worth it."""

    code = "document_not_ready"
    wait = 2

    def __init__(self) -> None:
        super().__init__(_("This file is being made: ask again in a few seconds."))


def made_on_demand(kind: str, key: str, find: Callable[[], Made | None]) -> Made:
    """What `find` finds, now or as soon as a worker has made it; raises NotReady after a while.

    Web processes hold no private key. What failed so often that it was parked is not waited for.
    """
    if (there := find()) is not None:
        return there
    owe(kind, [key], afresh=False)
    if _is_parked(kind, key) or not _waiting.acquire(blocking=False):
        raise NotReady
    try:
        return _awaited(find)
    finally:
        _waiting.release()


def _is_parked(kind: str, key: str) -> bool:
    return Owed.objects.filter(kind=kind, key=key, parked_at__isnull=False).exists()


def _awaited(find: Callable[[], Made | None]) -> Made:
    end, pause = time.monotonic() + LONGEST_SECONDS, _SHORTEST_PAUSE
    while time.monotonic() < end:
        time.sleep(pause)
        if (there := find()) is not None:
            return there
        pause = min(pause * 1.5, _LONGEST_PAUSE)
    raise NotReady
