"""How fast records come in over HTTP: `python -m tests.benchmarks.appending`.

Each commit is on the disk before its answer. The floor is the same SQL statement with its text made
beforehand, by as many writers, without HTTP. Exits 1 where less than half of it arrives, or less
than promised.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from tests.benchmarks import load
from tests.benchmarks.stage import a_campus, load_of_machine, serving

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


def _clients() -> list[tuple[str, str, list[str]]]:
    """The session token, enrolment and lessons of each learner."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from courses.enrolment import enrol
    from tests import world

    course, clients = world.a_published_course(lessons=("article",) * LESSONS), []
    lessons = [str(lesson.id) for lesson in world.lessons_of(course)]
    for _ in range(LEARNERS):
        person = world.a_learner()
        enrolment, _is_new = enrol(person=person, course=course)
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        clients.append((str(session.session_key), str(enrolment.id), lessons))
    return clients


def _compare(port: int, clients: Sequence[tuple[str, str, list[str]]], size: int) -> bool:
    """Floor and ours by turns, so that whatever else the machine does meets both."""
    ours, floor = [], []
    warming = _posts(clients, size)  # each worker's first request reads all the code there is
    load.posts_per_second(port, warming, seconds=SECONDS, most=ASKERS)
    for _ in range(ROUNDS):
        floor.append(_floor(size) * size)
        bodies = iter(list(islice(_posts(clients, size), _enough(size))))
        ours.append(load.posts_per_second(port, bodies, seconds=SECONDS, most=ASKERS) * size)
    came, alone = statistics.median(ours), statistics.median(floor)
    ratio = came / alone
    print(
        f"{size} a request: {came:,.0f} records/s ({came / size:,.0f} requests/s), promised"
        f" {PROMISED[size]:,.0f}; the SQL alone, {WRITERS} writers: {alone:,.0f};"
        f" ratio {ratio:.2f}, at least {LEAST_RATIO} ({load_of_machine()})"
    )
    return came >= PROMISED[size] and ratio >= LEAST_RATIO


def _posts(clients: Sequence[tuple[str, str, list[str]]], size: int) -> Iterator[bytes]:
    now = datetime.now(UTC).isoformat()
    for token, enrolment, lessons in cycle(clients):
        items = [
            {"id": str(uuid4()), "enrolment": enrolment, "lesson": lessons[n % LESSONS],
             "verb": "experienced", "at": now, "result": {"duration": "PT1M"}}
            for n in range(size)
        ]  # fmt: skip
        body = json.dumps({"records": items}).encode()
        yield load.a_post("/api/v1/records", body, f"X-Session-Token: {token}\r\n")


def _floor(size: int) -> float:
    """Batches a second that `WRITERS` connections write, each in a transaction of its own."""
    from campus.database.base import prepared
    from campus.records import appending

    deadline = time.perf_counter() + SECONDS

    def write(texts: Sequence[str]) -> int:
        with prepared() as cursor:
            for number, text in enumerate(texts):
                if time.perf_counter() > deadline:
                    return number
                cursor.execute(appending._APPEND, [text])
                cursor.fetchall()
        raise ValueError("There were too few batches for the time.")

    made = [_texts(size) for _ in range(WRITERS)]
    deadline = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(WRITERS) as writers:
        return sum(writers.map(write, made)) / SECONDS


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
