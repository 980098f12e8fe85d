"""How many records a second one worker folds: `python -m tests.benchmarks.folding`.

The floor is the reduction alone, the one SQL statement that claims records and merges them: what
the fold does beside it is deciding, keeping, settling and owing. Exits 1 below the promised rate.
"""

import sys
import time
from uuid import UUID, uuid4

from tests.benchmarks.stage import a_campus

LEARNERS = 2_000
LESSONS = 12
LEAST_A_SECOND = 5_000


def main() -> int:
    with a_campus():
        _learn()
        floor = _rate(_reduce_only)
        _owe_all_again()
        folded = _rate(_fold)
        _prove()
    print(
        f"fold: {folded:,.0f} records/s with one worker;"
        f" the reduction alone: {floor:,.0f} (ratio {folded / floor:.2f})"
    )
    return 0 if folded >= LEAST_A_SECOND else 1


def _learn() -> None:
    """Each learner has completed every lesson of one course."""
    from django.utils import timezone

    from campus.accounts.models import User
    from courses.models import Enrolment
    from tests.world import a_published_course, lessons_of

    course = a_published_course(lessons=("article",) * LESSONS)
    people = User.objects.bulk_create(
        User(email=f"learner-{n}@example.org", name=f"Learner {n}") for n in range(LEARNERS)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            person=person,
            work=course.work,
            course=course,
            release=course.current_release,
            enrolled_at=timezone.now(),
        )
        for person in people
    )
    lessons = [lesson.id for lesson in lessons_of(course)]
    for start in range(0, LEARNERS, 40):
        _append([(e, lesson) for e in enrolments[start : start + 40] for lesson in lessons])


def _append(done: list[tuple[object, UUID]]) -> None:
    from django.utils import timezone

    from campus.records.appending import append
    from campus.records.statements import NewRecord

    append(
        [
            NewRecord(
                id=uuid4(),
                learner=enrolment.person_id,
                actor=enrolment.person.actor,
                registration=enrolment.registration,
                object_kind="lesson",
                object=lesson,
                verb="completed",
                occurred_at=timezone.now(),
            )
            for enrolment, lesson in done
        ]
    )


def _rate(work: object) -> float:
    _vacuum()
    began = time.perf_counter()
    records = work()
    seconds = time.perf_counter() - began
    assert records == LEARNERS * LESSONS, records
    return records / seconds


def _vacuum() -> None:
    """As the server does by itself in quieter times; tables written at once have no statistics."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_owed, progress_state, courses_enrolment")


def _reduce_only() -> int:
    from django.db import transaction

    from workers.progress.reducing import reduce, waiting_shards

    folded = 0
    while shards := waiting_shards():
        for shard in shards:
            with transaction.atomic():
                folded += reduce(shard, most=5_000).records
    return folded


def _fold() -> int:
    from workers.progress.folding import fold_all

    return fold_all(longest=600)


def _owe_all_again() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM progress_state")
        cursor.execute(
            "INSERT INTO records_owed (shard, id, stored_at)"
            " SELECT get_byte(uuid_send(learner), 15) % 16, id, stored_at FROM records_record"
        )


def _prove() -> None:
    from workers.progress.models import Progress

    assert Progress.objects.filter(state="completed").count() == LEARNERS


if __name__ == "__main__":
    sys.exit(main())
