"""Knows a process's descendants, so that none outlives what started it (Linux).

Process groups do not suffice: PostgreSQL's backends and Celery's pool each leave theirs. A child
subreaper inherits every orphan below it, so killing its children until none is left gets all.
"""

import ctypes
import os
import signal
from collections.abc import Collection, Iterator
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Make this process the new parent of every orphan among its descendants."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(number: signal.Signals, *, parent: int) -> None:
    """Ask for a signal when `parent` dies; the wish is lost in a fork and in a change of user."""
    _prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), number)


def children_of(parent: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _parent_of(entry) == parent:
            yield int(entry.name)


def kill_descendants(*, spare: Collection[int] = ()) -> None:
    """Kill and reap every descendant outside `spare`; needs `adopt_orphans` before."""
    while doomed := [pid for pid in children_of(os.getpid()) if pid not in spare]:
        for pid in doomed:
            os.kill(pid, signal.SIGKILL)
        for pid in doomed:
            os.waitpid(pid, 0)


def _parent_of(entry: Path) -> int | None:
    try:
        # The name in parentheses may hold spaces and parentheses of its own.
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError, UnicodeDecodeError):
        return None


def _prctl(option: int, value: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
