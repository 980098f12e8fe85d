"""What issuing to a cohort costs: `certificates.issue`, from what is owed to the signed credential.

`python -m tests.benchmarks.bulk` issues to 10,000 (`--many 2000`: so many). It tells the
processors' time of one credential in Python and in PostgreSQL, the memory at a tenth of the way and
at the end, and how long the search for everybody unissued takes. Exits 1 where something promised
is not reached. Documents are another matter: `tests.benchmarks.certificates`.
"""

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.people import joined
from tests.benchmarks.processors import processor_seconds, server_process
from tests.benchmarks.stage import a_campus, load_of_machine

MOST_MS = 5.0
MOST_GROWTH_MB = 16


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--many", type=int, default=10_000)
    many = asked.parse_args().many
    with a_campus():
        achievement, owner = prepare(many)
        search_ms = searched()
        cpu_ms, server_ms, memory = issued(achievement, owner, many)
        growth = memory[-1] - memory[0]
    print(
        f"one credential, CPU: {cpu_ms:.1f} ms of Python (wanted: {MOST_MS:.0f}),"
        f" {server_ms:.1f} ms of PostgreSQL\n"
        f"memory: {memory[0]:.0f} MB after a tenth, {memory[-1]:.0f} MB at the end;"
        f" wanted: at most {MOST_GROWTH_MB} MB more\n"
        f"search for whoever lacks one among {many:,}: {search_ms:.0f} ms\n"
        f"({many:,} credentials; {load_of_machine()})"
    )
    return 0 if cpu_ms <= MOST_MS and growth <= MOST_GROWTH_MB else 1


def prepare(many: int) -> tuple[object, object]:
    """As the fold leaves them: so many who did a course, have a name, and lack a certificate."""
    from django.db import connection
    from django.utils import timezone

    from courses.models import CourseCompletion
    from tests import world
    from tests.trainers import a_trainer
    from tests.workers.certificates.written import published
    from workers.certificates.models import Achievement, ConfirmedName

    course, trainer = world.a_published_course(lessons=("article", "article", "quiz")), a_trainer()
    enrolments, now = joined(course, many), timezone.now()
    CourseCompletion.objects.bulk_create(
        [
            CourseCompletion(
                enrolment=one, person_id=one.person_id, work_id=one.work_id,
                release_id=one.release_id, completed_at=now,
            )
            for one in enrolments
        ],
        batch_size=1_000,
    )  # fmt: skip
    ConfirmedName.objects.bulk_create(
        [
            ConfirmedName(person_id=one.person_id, name=f"Zoé Lefèvre {n}", confirmed_at=now)
            for n, one in enumerate(enrolments)
        ],
        batch_size=1_000,
    )
    with connection.cursor() as cursor:
        cursor.execute(_STATES)
        cursor.execute("ANALYZE")
    achievement = published(course, by=trainer)
    # The attestation would be issued beside it by whoever sweeps; here one is measured alone.
    Achievement.objects.create(
        organisation=course.organisation, target_kind="work", target=course.work_id,
        subject_kind="person", archived_at=now,
    )  # fmt: skip
    return achievement, trainer


_STATES = """
INSERT INTO progress_state (registration, object, verb, trust, learner, first_at, first_id,
    last_at, seconds, position)
SELECT e.registration, l.lesson_id, w.verb, w.trust, e.person_id, now(), gen_random_uuid(),
    now(), 60, 1
FROM courses_enrolment e JOIN courses_releaselesson l ON l.release_id = e.release_id
CROSS JOIN (VALUES ('completed', 'declared'), ('passed', 'graded')) AS w(verb, trust)
WHERE (l.kind = 'quiz') = (w.verb = 'passed')
"""


def searched() -> float:
    from workers.certificates.issuing import wanting

    started = time.perf_counter()
    assert wanting.of_courses()
    return (time.perf_counter() - started) * 1_000


def issued(achievement: object, owner: object, many: int) -> tuple[float, float, Sequence[float]]:
    from campus.jobs.models import Job
    from workers.certificates.issuing import bulk
    from workers.certificates.models import Credential

    job = bulk.start_issuing(achievement=achievement, by=owner)  # type: ignore[arg-type]
    memory: list[float] = []

    def report(done: int, total: int) -> None:
        if done >= total / 10:
            memory.append(resident_mb())

    server = server_process()
    cpu, theirs = time.process_time(), processor_seconds(server)
    bulk.issue_asked(Job.objects.get(pk=job.pk), report)
    cpu, theirs = time.process_time() - cpu, processor_seconds(server) - theirs
    assert Credential.objects.count() == many
    return cpu / many * 1_000, theirs / many * 1_000, memory


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_000_000


if __name__ == "__main__":
    sys.exit(main())
