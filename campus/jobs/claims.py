"""Owns the hold that one process has on a job: a lock that ends with the process, not by a clock.

The lock belongs to a second connection. PostgreSQL takes it back the moment that connection ends,
so the work of a killed worker is free at once, and work that takes an hour is given to nobody else.
The same connection commits reports while the work's own transaction is still open.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# A worker's host that is cut off says no goodbye: PostgreSQL asks after it, within the minute.
_ASK_AFTER = """
SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4
"""
_OPEN = "SELECT id FROM jobs_job WHERE state IN ('queued', 'running') ORDER BY made_at, id"
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('campus.jobs ' || %s, 0))"
_UNLOCK = "SELECT pg_advisory_unlock_all()"
_BEGIN = """
UPDATE jobs_job SET state = 'running', tries = tries + 1, started_at = coalesce(started_at, now()),
    done = 0, total = 0
WHERE id = %s AND state IN ('queued', 'running') RETURNING tries
"""
_REPORT = """
UPDATE jobs_job SET done = least(%s, %s), total = %s
WHERE id = %s AND tries = %s AND state = 'running' RETURNING cancel_asked_at IS NOT NULL
"""
# Whoever only asks must not take the lock, not even for a moment.
_DUE = """
SELECT EXISTS (
    SELECT 1 FROM jobs_job WHERE state = 'queued' OR state = 'running' AND NOT EXISTS (
        SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) | objid::bigint
            = hashtextextended('campus.jobs ' || jobs_job.id, 0)
    )
)
"""


class Claim:
    """A job held by this process; `tries` tells this hold from any other one."""

    def __init__(self, held_by: BaseDatabaseWrapper, job_id: UUID, tries: int) -> None:
        self._held_by = held_by
        self.job_id = job_id
        self.tries = tries

    def write_progress(self, done: int, total: int) -> bool | None:
        """Whether its owner called it off; None where the job is no longer this claim's."""
        row = _one(self._held_by, _REPORT, [done, total, total, self.job_id, self.tries])
        return None if row is None else bool(row)


@contextmanager
def claim_one() -> Iterator[Claim | None]:
    """Hold the oldest job that nobody holds, or None if there is no such job."""
    holder = connections[DEFAULT_DB_ALIAS].copy()
    try:
        _one(holder, _ASK_AFTER, [], answers=False)
        yield _first_free(holder)
    finally:
        _let_go(holder)


def is_due() -> bool:
    """Whether a job waits, or was left by a worker that is gone."""
    return bool(_one(connection, _DUE, []))


def _first_free(holder: BaseDatabaseWrapper) -> Claim | None:
    with holder.cursor() as cursor:
        cursor.execute(_OPEN)
        waiting = [row[0] for row in cursor.fetchall()]
    for job_id in waiting:
        if _one(holder, _LOCK, [str(job_id)]):
            tries = _one(holder, _BEGIN, [job_id])
            if tries is not None:
                return Claim(holder, job_id, tries)
            _one(holder, _UNLOCK, [])
    return None


def _let_go(holder: BaseDatabaseWrapper) -> None:
    """Said aloud, because a pool would keep the connection, and the lock with it."""
    try:
        if holder.is_usable():
            _one(holder, _UNLOCK, [])
    finally:
        holder.close()


def _one(
    on: BaseDatabaseWrapper, statement: str, parameters: list[Any], *, answers: bool = True
) -> Any:
    with on.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone() if answers else None
    return row[0] if row else None
