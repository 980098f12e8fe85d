"""Owns waiting until a record is counted: nobody is shown a number older than her own act."""

import threading
import time
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import connection

from .sharding import shard_of

LONGEST_SECONDS = 5.0
_PAUSE_SECONDS = 0.03

# Whoever waits holds one of the process's few threads: of them, one may.
_waiting = threading.BoundedSemaphore(1)

_FOLDED = """
SELECT NOT EXISTS (SELECT 1 FROM records_owed WHERE shard = ANY(%s) AND position <= %s)
    AND %s <= (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM records_position)
"""


def wait_until_counted(
    position: int, *, learners: Iterable[UUID], also: Callable[[], bool] = lambda: True
) -> bool:
    """Wait until everything of these learners up to this position is folded, and `also` holds.

    False after `LONGEST_SECONDS`, and at once where another request of this process waits already
    or where the log has no such position: the caller then answers with what there is.
    """
    shards = sorted({shard_of(learner) for learner in learners})
    if _is_counted(position, shards) and also():
        return True
    if not _waiting.acquire(blocking=False):
        return False
    try:
        end = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < end:
            time.sleep(_PAUSE_SECONDS)
            if _is_counted(position, shards) and also():
                return True
        return False
    finally:
        _waiting.release()


def _is_counted(position: int, shards: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_FOLDED, [shards, position, position])
        row = cursor.fetchone()
    return bool(row[0])
