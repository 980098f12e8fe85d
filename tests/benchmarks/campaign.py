"""How a campus of 25,000 people bears a week's end: `python -m tests.benchmarks.campaign`.

500 phones come back at once after a week without a network, each with 200 records. They send as the
site's own pages do: up to 500 records a request, the whole again after a while where no answer
came. To every third phone none does the first time; every fifth is a person with two telephones
that kept the same records. All processes are those of `campus.launcher.serving`, and every commit
is on the disk. Exits 1 where not all is stored, folded and proved within five minutes.
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.benchmarks import load
from tests.benchmarks.people import joined, session_of
from tests.benchmarks.stage import ROOT, a_campus, free_port, load_of_machine

LEARNERS, COURSES = 25_000, 5
PHONES, RECORDS, LESSONS = 500, 200, 40
UNHEARD, DOUBLE = 3, 5
RETRY_SECONDS, PATIENCE_SECONDS = 2.0, 300.0
PROMISED_SECONDS = 300.0


@dataclass(frozen=True)
class Phone:
    """One telephone: the one request that holds all it kept, and whether its first is unheard."""

    request: bytes
    is_unheard: bool


def main() -> int:
    with a_campus(careful=True):
        crowds = _a_campus_of_many()
        os.environ["PORT"] = str(free_port())
        with _running() as port:
            _seconds_until_folded()
            people = [enrolment for some in crowds for enrolment in some]
            phones = [one for place, who in enumerate(people) for one in _phones_of(place, who)]
            stored = _send_all(port, phones)
            folded = _seconds_until_folded()
        proved = _prove(crowds)
    seconds = stored + folded + proved
    print(
        f"{PHONES} × {RECORDS} records in a campus of {LEARNERS:,}: stored after {stored:.0f} s,"
        f" folded {folded:.0f} s later, proved in {proved:.0f} s; together {seconds:.0f} s,"
        f" promised {PROMISED_SECONDS:.0f} ({load_of_machine()})"
    )
    return 0 if seconds <= PROMISED_SECONDS else 1


def _a_campus_of_many() -> list[list[Any]]:
    """Everybody follows one of a few courses; of each, those who were away with a phone."""
    from tests import world

    courses = [world.a_published_course(lessons=("article",) * LESSONS) for _ in range(COURSES)]
    return [joined(course, LEARNERS // COURSES)[: PHONES // COURSES] for course in courses]


@contextmanager
def _running() -> Iterator[int]:
    """The campus's own processes, as its launcher starts them."""
    from campus.env import load as load_env
    from campus.launcher import serving

    env = load_env()
    processes = [
        subprocess.Popen(program.command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
        for program in serving.programs(env)
        for log in [(env.data / f"{program.name}.log").open("wb")]
    ]
    try:
        _wait_until_up(env.port)
        yield env.port
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            process.wait(60)


def _wait_until_up(port: int) -> None:
    for _ in range(1_200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")


def _phones_of(number: int, enrolment: Any) -> list[Phone]:
    """What one person's telephones will send: her week, the latest first on every second one."""
    from tests import world

    week_ago = datetime.now(UTC) - timedelta(days=7)
    lessons = world.lessons_of(enrolment.course)
    items = [
        world.an_item(
            enrolment.id,
            verb="completed" if place % (RECORDS // LESSONS) == 0 else "experienced",
            at=week_ago + timedelta(minutes=40 * place),
            lesson=lessons[place * LESSONS // RECORDS].id,
            result={"duration": "PT4M"},
        )
        for place in range(RECORDS)
    ]
    body = json.dumps({"records": items[::-1] if number % 2 else items}).encode()
    token = f"X-Session-Token: {session_of(enrolment.person)}\r\n"
    phone = Phone(load.a_post("/api/v1/records", body, token), number % UNHEARD == 0)
    return [phone, phone] if number % DOUBLE == 0 else [phone]


def _send_all(port: int, phones: Sequence[Phone]) -> float:
    """Seconds until each has heard that all its records are in."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(phones)) as threads:
        requests = sum(threads.map(lambda phone: _send(port, phone), phones))
    seconds = time.perf_counter() - began
    print(f"{len(phones)} phones sent {requests} requests in {seconds:.0f} s")
    return seconds


def _send(port: int, phone: Phone) -> int:
    """Until it is answered; how many requests that took."""
    end, requests = time.monotonic() + PATIENCE_SECONDS, 0
    while time.monotonic() < end:
        requests += 1
        hears = requests > 1 or not phone.is_unheard
        if _ask(port, phone.request, hears=hears):
            return requests
        time.sleep(RETRY_SECONDS)
    raise TimeoutError("A phone was never told that its records are in.")


def _ask(port: int, request: bytes, *, hears: bool) -> bool:
    """Whether all is in; a phone that does not hear goes away when it has sent everything."""
    try:
        with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as asking:
            asking.sendall(request)
            if not hears:
                return False
            answer = http.client.HTTPResponse(asking)
            answer.begin()
            body = answer.read()
    except (OSError, http.client.HTTPException):
        return False
    if answer.status != 200:
        return False
    said = {result["status"] for result in json.loads(body)["results"]}
    if not said <= {"stored", "duplicate"}:
        raise ValueError(body[:2_000].decode())
    return True


def _seconds_until_folded() -> float:
    from workers.progress.proving.verifying import waiting

    began = time.perf_counter()
    while waiting():
        time.sleep(0.2)
    return time.perf_counter() - began


def _prove(crowds: Sequence[Sequence[Any]]) -> float:
    """Every record is in the log once, everybody is done, and every number is the log's."""
    from campus.records.models import LearningRecord
    from workers.progress.models import Progress
    from workers.progress.proving.verifying import verify

    began = time.perf_counter()
    registrations = [enrolment.registration for some in crowds for enrolment in some]
    records = LearningRecord.objects.filter(registration__in=registrations, object_kind="lesson")
    assert records.count() == PHONES * RECORDS, records.count()
    done = Progress.objects.filter(registration__in=registrations, state="completed")
    assert done.count() == PHONES, done.count()
    found = verify(_stretch_of(some) for some in crowds)
    assert not found.differences, found.differences[:3]
    assert found.records >= PHONES * RECORDS
    return time.perf_counter() - began


def _stretch_of(enrolments: Sequence[Any]) -> Any:
    """People who were made one after the other have ids that follow each other."""
    from workers.progress.proving.stretches import Stretch

    ids = sorted(enrolment.person_id for enrolment in enrolments)
    return Stretch(UUID(int=ids[0].int - 1), ids[-1], len(ids))


if __name__ == "__main__":
    sys.exit(main())
