"""How many records a second two workers fold: `python -m tests.benchmarks.folding`.

Each learner says 20 things of each lesson, and follows a track of her team, so steps and teams are
part of it. The floor is the reduction alone, by two workers as well: the one SQL statement that
claims records and merges them. What is folded is proved. Exits 1 below the promised rate.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from uuid import UUID

from tests.benchmarks.stage import ROOT, a_campus, load_of_machine

TEAMS, MEMBERS = 20, 10
LESSONS, TIMES = 8, 20
WORKERS = 2
PROMISED = 50_000

# One record for each time: the last completes, those before are reading. What the fold reads of
# them is columns, so the statements may be empty.
_SAY = """
WITH said AS (
    SELECT gen_random_uuid() AS id, e.person_id, e.registration, e.release_id, l AS lesson, n
    FROM courses_enrolment e, unnest(%s::uuid[]) AS l, generate_series(1, %s) AS n
), ids AS (
    INSERT INTO records_id (id, stored_at) SELECT id, statement_timestamp() FROM said
    RETURNING id, stored_at
), logged AS (
    INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, seconds, trust, statement, salt, hash)
    SELECT id, stored_at, stored_at, 'person', person_id, registration, 'lesson', lesson,
        release_id, CASE n WHEN %s THEN 'completed' ELSE 'experienced' END, 60, 'declared',
        '{}', '\\x00', '\\x00'
    FROM said JOIN ids USING (id) RETURNING id, stored_at, learner, position
)
INSERT INTO records_owed (position, shard, id, stored_at)
SELECT position, get_byte(uuid_send(learner), 15) %% 16, id, stored_at FROM logged
"""
_OWE_ALL_AGAIN = """
INSERT INTO records_owed (position, shard, id, stored_at)
SELECT position, get_byte(uuid_send(learner), 15) % 16, id, stored_at FROM records_record
"""


def main() -> int:
    with a_campus():
        lessons = _follow()
        _query(_SAY, [lessons, TIMES, TIMES])
        records = _count()
        floor = records / _seconds("reduce")
        _query("DELETE FROM progress_state")
        _query(_OWE_ALL_AGAIN)
        folded = records / _seconds("fold")
        _prove()
    print(
        f"fold: {folded:,.0f} records/s with {WORKERS} workers, promised {PROMISED:,};"
        f" the reduction alone: {floor:,.0f} (ratio {folded / floor:.2f}; {records:,} records,"
        f" {TIMES} of each person and lesson; {load_of_machine()})"
    )
    return 0 if folded >= PROMISED else 1


def _follow() -> list[UUID]:
    """Teams that follow one track of one course; answers its lessons."""
    from campus.accounts.models import User
    from tests import world
    from tracks.models import Project, ProjectTeam
    from tracks.tailoring import make_track
    from tracks.teams import add_member

    course = world.a_published_course(lessons=("article",) * LESSONS)
    template, coach = world.a_template(courses=[course]), world.a_learner("Chloé Petit")
    for number in range(TEAMS):
        team = ProjectTeam.objects.create(organisation=course.organisation, name=f"Team {number}")
        Project.objects.create(team=team, title=f"Project {number}")
        for member in range(MEMBERS):
            person = User.objects.create(email=f"{number}-{member}@example.org", name="Awa Diop")
            add_member(team=team, person=person)
        make_track(template=template, by=coach, team=team)
    return [lesson.id for lesson in world.lessons_of(course)]


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


def _seconds(what: str) -> float:
    """How long the workers take together, from the moment that all of them are ready."""
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
    assert [worker.wait() for worker in workers] == [0] * WORKERS
    seconds = time.perf_counter() - began
    assert _count() == 0
    return seconds


def work(what: str) -> int:
    """One worker: ready when its code is read and it is connected, done when nothing is owed."""
    import django

    django.setup()
    from campus.owed import claiming
    from workers.progress.folding import fold_all
    from workers.progress.teams import TEAM_PROGRESS

    _count()
    print("ready", flush=True)
    sys.stdin.readline()
    if what == "reduce":
        _reduce_all()
    else:
        fold_all(longest=600)
        claiming.do_owed(TEAM_PROGRESS)
    return 0


def _reduce_all() -> None:
    from django.db import transaction

    from workers.progress.reducing import lock_shard, reduce, waiting_shards

    while shards := waiting_shards():
        for shard in shards:
            with transaction.atomic():
                if lock_shard(shard):
                    reduce(shard, most=5_000)


def _prove() -> None:
    """Everybody is done with the course, and every number is what the log says."""
    from campus.owed import claiming
    from workers.progress.models import Progress, TeamProgress
    from workers.progress.teams import TEAM_PROGRESS
    from workers.progress.verifying import verify

    claiming.do_owed(TEAM_PROGRESS)
    assert Progress.objects.filter(kind="course", state="completed").count() == TEAMS * MEMBERS
    assert TeamProgress.objects.count() == TEAMS
    found = verify()
    assert not found.differences, found.differences[:3]


if __name__ == "__main__":
    sys.exit(work(sys.argv[1]) if len(sys.argv) > 1 else main())
