"""Owns waiting until a record is counted: nobody is shown a number older than her own act."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from .sharding import shard_of

LONGEST_SECONDS = 5.0
_PAUSE_SECONDS = 0.02

# So long anybody may wait: for a fold that has begun, which is over in less.
_BRIEFLY_SECONDS = 0.25
# Whoever waits longer holds one of the process's few threads (two, by the launcher): of them, one
# may, so that others are still served.
_slots = threading.BoundedSemaphore(1)

_HIGHEST = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM records_position"
_OWED = """
SELECT shard FROM unnest(%s::smallint[]) AS shard
WHERE EXISTS (SELECT 1 FROM records_owed o WHERE o.shard = shard.shard AND o.position <= %s)
"""

Hurry = Callable[[int], int]
IsSpared = Callable[[Collection[UUID]], bool]
_hurries: list[Hurry] = []
_spared: list[IsSpared] = []
log = logging.getLogger(__name__)


def hang_hurry(hurry: Hurry) -> None:
    """Whoever folds asks to be called where somebody waits; at start-up, from `workers.doorbells`.

    `hurry(shard)` folds one batch and answers how many records; 0, at once, where another does.
    """
    if hurry not in _hurries:
        _hurries.append(hurry)


def hang_spared(is_spared: IsSpared) -> None:
    """Whoever folds tells whether what was claimed of any of these learners is not counted yet."""
    if is_spared not in _spared:
        _spared.append(is_spared)


def wait_until_counted(
    position: int,
    *,
    learners: Iterable[UUID],
    also: Callable[[], bool] = lambda: True,
    within_seconds: float | None = None,
) -> bool:
    """Wait until everything of these learners up to this position is folded, and `also` holds.

    What is owed is folded here and now, so that no worker and no broker need be there. False after
    `LONGEST_SECONDS` unless fewer are given, at once where the log has no such position, and soon
    where another request of this process waits already: the caller then answers with what there is.
    """
    waiting = _Waiting(position, set(learners), also)
    if position > log_end():
        return False
    end = time.monotonic() + (LONGEST_SECONDS if within_seconds is None else within_seconds)
    if waiting.is_over() or waiting.lasts_until(min(end, time.monotonic() + _BRIEFLY_SECONDS)):
        return True
    if not _slots.acquire(blocking=False):
        return False
    try:
        return waiting.lasts_until(end)
    finally:
        _slots.release()


@dataclass(slots=True)
class _Waiting:
    """What one request waits for; a shard that failed under it is left to the workers."""

    position: int
    learners: set[UUID]
    also: Callable[[], bool]
    owed: list[int] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)

    def is_over(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_OWED, [sorted(set(map(shard_of, self.learners))), self.position])
            self.owed = [shard for (shard,) in cursor.fetchall()]
        if self.owed or any(is_spared(self.learners) for is_spared in _spared):
            return False
        return self.also()

    def lasts_until(self, end: float) -> bool:
        while time.monotonic() < end:
            if not self._hurry(end):
                time.sleep(_PAUSE_SECONDS)
            if self.is_over():
                return True
        return False

    def _hurry(self, end: float) -> int:
        """Fold a batch of each shard that is owed; answers how many records were.

        Never inside a transaction of the caller's: it would hold the shard for as long.
        """
        folded = 0
        for shard in self.owed:
            if connection.in_atomic_block or time.monotonic() >= end:
                break
            if shard not in self.failed:
                folded += self._fold(shard)
        return folded

    def _fold(self, shard: int) -> int:
        try:
            return sum(hurry(shard) for hurry in _hurries)
        except Exception:  # undone; a worker meets it again and keeps it, the answer goes on
            log.exception("shard %s is not folded for one who waits", shard)
            self.failed.add(shard)
            return 0


def log_end() -> int:
    """The last place in the log: whatever was stored before is not behind it."""
    with connection.cursor() as cursor:
        cursor.execute(_HIGHEST)
        row = cursor.fetchone()
    return int(row[0])
