"""Owns how tests run two things at once, and how they know that one waits for the other."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

T = TypeVar("T")

_BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@contextmanager
def another_process() -> Iterator[Callable[..., Future[Any]]]:
    """Gives `run(function, *args)`, which runs it on a database connection of its own."""
    with ThreadPoolExecutor() as threads:
        yield lambda function, *args, **named: threads.submit(_alone, function, *args, **named)


def _alone(function: Callable[..., T], *args: Any, **named: Any) -> T:
    try:
        return function(*args, **named)
    finally:
        connections.close_all()


def take_no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a control: rows are read as if nobody else could change them."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_how: rows)


def wait_until_blocked(*, processes: int = 1) -> None:
    """Until so many connections wait for a lock; fails after some seconds."""
    wait_until(lambda: is_blocked(processes=processes))


def is_blocked(*, processes: int = 1) -> bool:
    with connection.cursor() as cursor:
        # What a transaction once saw of the activity it sees to its end, unless it asks anew.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_BLOCKED)
        return int(cursor.fetchone()[0]) >= processes


def wait_until(is_so: Callable[[], bool], *, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not become so"
        time.sleep(0.01)
