"""How many records a second one writer appends: `python -m tests.benchmarks.appending`.

The floor is the same SQL statement with its text made beforehand. Beside it the append makes
statements, salts and hashes, and says of each item what became of it; the door also reads and
believes what a client sends.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from tests.benchmarks.stage import a_campus

BATCH = 100
BATCHES = 200


def main() -> int:
    with a_campus():
        floor, appended, received = _rate(*_floor()), _rate(*_append()), _rate(*_receive())
    print(
        f"append: {appended:,.0f} records/s, through the door: {received:,.0f};"
        f" the SQL alone: {floor:,.0f}"
        f" (ratios {appended / floor:.2f} and {received / floor:.2f}; batches of {BATCH})"
    )
    return 0


def _rate(work: Callable[[Any], object], batches: list[Any]) -> float:
    for batch in batches[:5]:
        work(batch)
    began = time.perf_counter()
    for batch in batches[5:]:
        work(batch)
    return BATCH * (len(batches) - 5) / (time.perf_counter() - began)


def _records() -> list[Any]:
    from campus.records.statements import NewRecord

    return [
        NewRecord(
            id=uuid4(),
            learner=uuid4(),
            actor=uuid4(),
            registration=uuid4(),
            object_kind="lesson",
            object=uuid4(),
            verb="completed",
            occurred_at=datetime.now(UTC),
        )
        for _ in range(BATCH)
    ]


def _floor() -> tuple[Callable[[str], object], list[str]]:
    import msgspec
    from django.db import connection

    from campus.records import appending

    def run(text: str) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(appending._APPEND, [text])
            return cursor.fetchall()

    texts = [
        msgspec.json.encode([appending._row(appending._entry(r)) for r in _records()]).decode()
        for _ in range(BATCHES)
    ]
    return run, texts


def _append() -> tuple[Callable[[list[Any]], object], list[list[Any]]]:
    from campus.records.appending import append

    return append, [_records() for _ in range(BATCHES)]


def _receive() -> tuple[Callable[[list[bytes]], object], list[list[bytes]]]:
    from campus.records.receiving import receive
    from courses.enrolment import enrol
    from tests import world

    course, learner = world.a_published_course(lessons=("article",) * 10), world.a_learner()
    enrolment, _is_new = enrol(person=learner, course=course)
    lessons = world.lessons_of(course)
    batches = [
        [json.dumps(world.done(enrolment, lessons[n % 10])).encode() for n in range(BATCH)]
        for _ in range(BATCHES)
    ]
    return (lambda items: receive(person=learner, items=items)), batches


if __name__ == "__main__":
    sys.exit(main())
