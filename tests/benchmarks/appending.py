"""How fast records come in over HTTP: `python -m tests.benchmarks.appending`.

Each commit is on the disk before its answer. The floor is the same SQL without HTTP, by as many
writers, its texts made beforehand: what a request asks (whose session, which enrolment) and the
append. Beside it the append alone is told. Exits 1 where less than half of the floor arrives, or
less than promised.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid4

from tests.benchmarks import load
from tests.benchmarks.people import session_of
from tests.benchmarks.stage import a_campus, load_of_machine, serving, tidy

LEARNERS, LESSONS = 40, 10
WORKERS, WRITERS, ASKERS = 2, 4, 8
ROUNDS, SECONDS = 3, 2.0
LEAST_RATIO = 0.5
# Requests a second of one record, and records a second in batches of 100.
PROMISED = {1: 1_000.0, 100: 8_000.0}


def main() -> int:
    with a_campus(careful=True) as environment:
        clients = _clients()
        with serving("campus.wsgi:application", environment, workers=WORKERS) as port:
            kept = [_compare(port, clients, size) for size in PROMISED]
        _prove()
    return 0 if all(kept) else 1


@dataclass(frozen=True, slots=True)
class Client:
    token: str
    person: UUID
    enrolment: str
    lessons: list[str]


def _clients() -> list[Client]:
    from courses.enrolment import enrol
    from tests import world

    course, clients = world.a_published_course(lessons=("article",) * LESSONS), []
    lessons = [str(lesson.id) for lesson in world.lessons_of(course)]
    for _ in range(LEARNERS):
        person = world.a_learner()
        enrolment, _is_new = enrol(person=person, course=course)
        clients.append(Client(session_of(person), person.id, str(enrolment.id), lessons))
    return clients


def _compare(port: int, clients: Sequence[Client], size: int) -> bool:
    """Floor and ours by turns, so that whatever else the machine does meets both; neither pays for
    the tidying up that the other's rows ask of the database."""
    ours, floor, append = [], [], []
    warming = _posts(clients, size)  # each worker's first request reads all the code there is
    load.posts_per_second(port, warming, seconds=SECONDS, most=ASKERS)
    for _ in range(ROUNDS):
        append.append(_floor(size, []))
        floor.append(_floor(size, clients))
        bodies = iter(list(islice(_posts(clients, size), _enough(size))))
        tidy()
        ours.append(load.posts_per_second(port, bodies, seconds=SECONDS, most=ASKERS))
    came, alone, least = map(statistics.median, (ours, floor, append))
    ratio = came / alone
    print(
        f"{size} a request: {came * size:,.0f} records/s ({came:,.0f} requests/s), promised"
        f" {PROMISED[size]:,.0f}; the same SQL, {WRITERS} writers: {alone * size:,.0f}, ratio"
        f" {ratio:.2f}, at least {LEAST_RATIO}; the append alone {least * size:,.0f}, ratio"
        f" {came / least:.2f} ({load_of_machine()})"
    )
    return came * size >= PROMISED[size] and ratio >= LEAST_RATIO


def _posts(clients: Sequence[Client], size: int) -> Iterator[bytes]:
    now = datetime.now(UTC).isoformat()
    for client in cycle(clients):
        items = [
            {"id": str(uuid4()), "enrolment": client.enrolment,
             "lesson": client.lessons[n % LESSONS],
             "verb": "experienced", "at": now, "result": {"duration": "PT1M"}}
            for n in range(size)
        ]  # fmt: skip
        body = json.dumps({"records": items}).encode()
        yield load.a_post("/api/v1/records", body, f"X-Session-Token: {client.token}\r\n")


def _floor(size: int, clients: Sequence[Client]) -> float:
    """Batches a second that `WRITERS` connections write, each in a transaction of its own; with
    `clients`, what a request of theirs asks comes before it."""
    from campus.database.base import prepared
    from campus.records import appending

    def write(texts: Sequence[str]) -> int:
        asking = cycle(clients)
        with prepared() as cursor:
            for number, text in enumerate(texts):
                if time.perf_counter() > deadline:
                    return number
                if clients:
                    _ask(cursor, next(asking))
                cursor.execute(appending._APPEND, [text])
                cursor.fetchall()
        raise ValueError("There were too few batches for the time.")

    made = [_texts(size) for _ in range(WRITERS)]
    tidy()
    deadline = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(WRITERS) as writers:
        return sum(writers.map(write, made)) / SECONDS


def _ask(cursor: Any, client: Client) -> None:
    from campus.accounts.rest import tokens
    from courses import learning

    cursor.execute(tokens._SESSION, [str(client.person), client.token])
    cursor.fetchall()
    cursor.execute(learning._ENROLMENTS, [client.person, [UUID(client.enrolment)]])
    cursor.fetchall()


def _texts(size: int) -> list[str]:
    from campus.records import appending

    return [
        appending._text([appending._entry(record) for record in _records(size)])
        for _ in range(_enough(size))
    ]


def _enough(size: int) -> int:
    """So many batches are made beforehand, for the floor and for ours: more than can be sent."""
    return int(SECONDS * (2_500 if size == 1 else 500))


def _records(size: int) -> list[Any]:
    from campus.records.statements import NewRecord

    learner, registration = uuid4(), uuid4()
    return [
        NewRecord(
            id=uuid4(),
            learner=learner,
            actor=learner,
            registration=registration,
            object_kind="lesson",
            object=uuid4(),
            verb="experienced",
            occurred_at=datetime.now(UTC),
            result={"duration": "PT1M"},
        )
        for _ in range(size)
    ]


def _prove() -> None:
    """It was the careful way."""
    from django.db import connection

    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone() == ("on",), setting


if __name__ == "__main__":
    sys.exit(main())
