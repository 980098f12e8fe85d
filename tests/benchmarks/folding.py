"""How many records a second two workers fold: `python -m tests.benchmarks.folding`.

Each learner says 20 things of each lesson, and follows a track of her team, so steps and teams are
part of it. The floor is the reduction alone, by two workers as well: the one SQL statement that
claims records and merges them. The time of processors is told beside, because it is what two idle
cores would need. What is folded is proved. Exits 1 below the promised rate.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.benchmarks import teams
from tests.benchmarks.processors import processor_seconds, server_process
from tests.benchmarks.stage import ROOT, a_campus, load_of_machine

TIMES = 20
WORKERS = 2
PROMISED = 50_000

_OWE_ALL_AGAIN = """
INSERT INTO records_owed (position, shard, id, stored_at)
SELECT position, get_byte(uuid_send(learner), 15) % 16, id, stored_at FROM records_record
"""


def main() -> int:
    with a_campus():
        _query(teams.SAY, [teams.follow(), TIMES, TIMES])
        records = _count()
        floor = _race("reduce", records)
        _query("DELETE FROM progress_state")
        _query(_OWE_ALL_AGAIN)
        folded = _race("fold", records)
        _prove()
    print(
        f"fold: {folded.rate:,.0f} records/s with {WORKERS} workers, promised {PROMISED:,};"
        f" {folded.cpu} of processors a record;\n"
        f"the reduction alone: {floor.rate:,.0f}, {floor.cpu} (ratio"
        f" {folded.rate / floor.rate:.2f}; {records:,} records, {TIMES} of each person and lesson;"
        f" {load_of_machine()})"
    )
    return 0 if folded.rate >= PROMISED else 1


def _query(sql: str, values: Sequence[object] | None = None) -> None:
    """And tell the planner at once, as the server does by itself a little later."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("ANALYZE records_owed, progress_state, courses_enrolment")


def _count() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Race:
    """How many records a second, and the microseconds of Python and PostgreSQL for each."""

    rate: float
    python: float
    postgresql: float

    @property
    def cpu(self) -> str:
        return f"{self.python:.1f} + {self.postgresql:.1f} µs"


def _race(what: str, records: int) -> Race:
    """The workers together, from the moment that all of them are ready."""
    command = [sys.executable, "-m", "tests.benchmarks.folding", what]
    workers = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(WORKERS)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write(b"go\n")
        worker.stdin.close()
    used = [json.loads(worker.stdout.read()) for worker in workers if worker.stdout]
    seconds = time.perf_counter() - began
    assert [worker.wait() for worker in workers] == [0] * WORKERS
    assert _count() == 0
    python, postgresql = (sum(times) / records * 1e6 for times in zip(*used, strict=True))
    return Race(records / seconds, python, postgresql)


def work(what: str) -> int:
    """One worker: ready when its code is read and it is connected, done when nothing is owed.

    It tells the seconds of processors that it and its server process took.
    """
    import django

    django.setup()
    from campus.owed import claiming
    from workers.doorbells import ring
    from workers.progress.folding.shards import fold_all
    from workers.progress.folding.teams import TEAM_PROGRESS

    ring(TEAM_PROGRESS)
    server = server_process()
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.process_time(), processor_seconds(server)
    if what == "reduce":
        _reduce_all()
    else:
        fold_all(longest=600)
        claiming.do_owed(TEAM_PROGRESS, longest=600)
    print(json.dumps([time.process_time() - began[0], processor_seconds(server) - began[1]]))
    return 0


def _reduce_all() -> None:
    from django.db import transaction

    from workers.progress.folding.reducing import lock_shard, reduce, waiting_shards

    while shards := waiting_shards():
        for shard in shards:
            with transaction.atomic():
                if lock_shard(shard):
                    reduce(shard, most=5_000)


def _prove() -> None:
    """Everybody is done with the course, and every number is what the log says."""
    from campus.owed import claiming
    from workers.progress.folding.teams import TEAM_PROGRESS
    from workers.progress.models import Progress, TeamProgress
    from workers.progress.proving.verifying import verify

    claiming.do_owed(TEAM_PROGRESS)
    assert (
        Progress.objects.filter(kind="course", state="completed").count()
        == teams.TEAMS * teams.MEMBERS
    )
    assert TeamProgress.objects.count() == teams.TEAMS
    found = verify()
    assert not found.differences, found.differences[:3]


if __name__ == "__main__":
    sys.exit(work(sys.argv[1]) if len(sys.argv) > 1 else main())
