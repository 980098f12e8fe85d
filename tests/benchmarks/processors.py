"""Owns the time of processors that a benchmark took: what others take does not count."""

from pathlib import Path


def server_process() -> int:
    """The process of PostgreSQL that this process's connection speaks with."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def processor_seconds(process: int) -> float:
    """That a process took so far.  Source: Linux, sched-stats: nanoseconds on a processor."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
