"""How long an attempt at a quiz takes: `python -m tests.benchmarks.attempts`.

The floor of handing in is the append of the two records it writes, which every answer costs in any
case; that of beginning is the insertion of one row. Beside them an attempt is counted, drawn,
locked, graded and read back; each line says in how many queries.
"""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from tests.benchmarks.stage import a_campus

LEARNERS = 300
MOST_MS = 40.0


def main() -> int:
    with a_campus():
        from courses.models import Attempt

        quiz, enrolments = _a_quiz()
        begin, save, submit, read = _doings(quiz)
        measured = {
            "begin": _measure(begin, enrolments),
            "save 20 answers": _measure(save, enrolments),
            "submit": _measure(submit, enrolments),
            "read the result": _measure(read, enrolments),
            "(floor) append two records": _measure(_append(), range(LEARNERS)),
            "(floor) insert one row": _measure(_insert(Attempt.objects.all()), range(LEARNERS)),
        }
    for what, (milliseconds, queries) in measured.items():
        print(f"{what}: {milliseconds:.1f} ms, {queries} queries")
    ratio = measured["submit"][0] / measured["(floor) append two records"][0]
    print(f"handing in costs {ratio:.1f} times the append of its records")
    within = max(measured["begin"][0], measured["submit"][0]) < MOST_MS
    few = max(measured["begin"][1], measured["submit"][1]) < 10
    return 0 if within and few else 1


def _measure(work: Callable[[Any], object], things: Sequence[Any]) -> tuple[float, int]:
    """The median milliseconds, and the queries of the first, those of transactions left out."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        work(things[0])
    count = sum(
        not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
        for one in queries.captured_queries
    )
    times = []
    for thing in things[1:]:
        began = time.perf_counter()
        work(thing)
        times.append(1_000 * (time.perf_counter() - began))
    return median(times), count


def _a_quiz() -> tuple[Any, list[Any]]:
    """Ten questions of its own, and ten drawn from a bank of two hundred, in twenty minutes."""
    from courses.enrolment import enrol
    from tests import world

    course, quiz = world.a_quiz(
        kinds=world.EVERY_KIND + ("single",) * 3,
        drawn=("single",) * 200,
        draw=10,
        time_limit_minutes=20,
        attempts_allowed=3,
    )
    people = [world.a_learner() for _ in range(LEARNERS)]
    return quiz, [enrol(person=person, course=course)[0] for person in people]


def _doings(quiz: Any) -> list[Callable[[Any], object]]:
    from courses.quizzes import attempting
    from courses.quizzes.tried import attempt_document, find_attempt
    from tests import world

    right, begun = world.right_answers(quiz), {}

    def begin(enrolment: Any) -> None:
        asked = {"person": enrolment.person, "quiz": quiz.id, "enrolment": enrolment.id}
        begun[enrolment.id] = attempting.begin(**asked)[0]

    def of(enrolment: Any) -> dict[str, Any]:
        return {
            "person": enrolment.person,
            "quiz": quiz.id,
            "attempt": begun[enrolment.id].id,
        }

    def save(enrolment: Any) -> None:
        asked = begun[enrolment.id].question_ids
        attempting.save(**of(enrolment), answers={id_: right[id_] for id_ in asked})

    def submit(enrolment: Any) -> None:
        attempting.submit(**of(enrolment))

    def read(enrolment: Any) -> None:
        attempt_document(enrolment.person, find_attempt(*of(enrolment).values()))

    return [begin, save, submit, read]


def _append() -> Callable[[Any], object]:
    from campus.records.appending import append
    from tests.benchmarks.appending import _records

    batches = [_records()[:2] for _ in range(LEARNERS)]
    return lambda number: append(batches[number])


def _insert(attempts: Any) -> Callable[[Any], object]:
    from campus.ids import new_id

    rows = list(attempts)
    for row in rows:
        row.id, row.number = new_id(), 2
        row.submitted_at = row.started_at
    return lambda number: rows[number].save(force_insert=True)


if __name__ == "__main__":
    sys.exit(main())
