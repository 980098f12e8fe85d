"""Owns the lag: how long after its answer a record is folded, by doorbell and without a broker.

`python -m tests.faults.lagging` starts a campus whose schedule is that of production, has learners
act at a normal pace, and prints what it measured as JSON.
"""

import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.learning import Learners
from campus.env.reading import ROOT
from tests.campus.launcher.launching import unsettled
from tests.faults.struck import Struck, a_struck_campus, wait_for

ACTS_PER_SECOND = 20
SECONDS = 15
PATIENCE_SECONDS = 90
_LOOKS_PER_SECOND = 100


@dataclass(slots=True)
class Watch:
    """Looks at what is owed to the fold; an answered position that is not there is folded."""

    answered: dict[int, float] = field(default_factory=dict)
    lags: list[float] = field(default_factory=list)

    def look(self) -> None:
        from django.db import connection

        before, known = time.monotonic(), dict(self.answered)
        with connection.cursor() as cursor:
            cursor.execute("SELECT position FROM records_owed")
            owed = {position for (position,) in cursor.fetchall()}
        for position in known.keys() - owed:
            self.lags.append(max(0.0, before - self.answered.pop(position)))

    def run(self, is_over: threading.Event) -> None:
        while not is_over.wait(1 / _LOOKS_PER_SECOND) or self.answered:
            self.look()
            if is_over.is_set() and any(
                time.monotonic() - at > PATIENCE_SECONDS for at in self.answered.values()
            ):
                break
        self.lags += [math.inf] * len(self.answered)


def lags_of(struck: Struck, *, seconds: float = SECONDS) -> list[float]:
    """In seconds, sorted: one for each act; infinite where one was not folded in time."""
    from tests import world
    from tests.faults.learning import new_learners

    course = world.a_published_course(lessons=("article",) * 3)
    learners = new_learners(course, struck.port)
    assert wait_for(_is_folded, seconds=30)
    watch, is_over = Watch(), threading.Event()
    with ThreadPoolExecutor(8) as threads:
        watching = threads.submit(watch.run, is_over)
        began, acts = time.monotonic(), []
        for act in range(int(ACTS_PER_SECOND * seconds)):
            time.sleep(max(0.0, began + act / ACTS_PER_SECOND - time.monotonic()))
            acts.append(threads.submit(_act, learners, act, watch))
        for sent in acts:
            sent.result()
        is_over.set()
        watching.result()
    assert len(watch.lags) == len(acts)
    return sorted(watch.lags)


def _act(learners: "Learners", number: int, watch: Watch) -> None:
    from tests import world

    who = number % len(learners.visitors)
    lesson = learners.lessons[number % len(learners.lessons)]
    named = {"verb": "experienced", "lesson": lesson.id, "result": {"duration": "PT20S"}}
    item = world.an_item(learners.enrolments[who].id, **named)
    answer = learners.visitors[who].ask("POST", "/api/v1/records", {"records": [item]}).json()
    assert answer["results"][0]["status"] == "stored", answer
    watch.answered[answer["position"]] = time.monotonic()


def _is_folded() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM records_owed)")
        return bool(cursor.fetchone()[0])


@contextmanager
def no_sweeper(struck: Struck) -> Iterator[None]:
    """Whatever is folded then, a doorbell announced."""
    struck.switches.turn_off("sweeper")
    yield
    struck.switches.turn_all_on()


@contextmanager
def no_broker(struck: Struck) -> Iterator[None]:
    """Redis is gone, and the launcher is held so that it stays away."""
    with struck.launcher_held():
        struck.kill_redis()
        yield


def quantiles(lags: Sequence[float]) -> dict[str, float]:
    at = {"p50": 0.5, "p95": 0.95, "max": 1.0}
    picked = {name: lags[min(len(lags) - 1, int(len(lags) * share))] for name, share in at.items()}
    return {"acts": len(lags), **{name: round(lag, 3) for name, lag in picked.items()}}


def measure(*, seconds: float = SECONDS) -> dict[str, dict[str, float]]:
    with a_struck_campus(is_hurried=False) as struck:
        lags_of(struck, seconds=2)  # everybody has opened a connection, and knows the way
        with no_sweeper(struck):
            by_doorbell = lags_of(struck, seconds=seconds)
        with no_broker(struck):
            without_broker = lags_of(struck, seconds=seconds)
    return {"doorbell": quantiles(by_doorbell), "no broker": quantiles(without_broker)}


def measured_apart(*, seconds: float = SECONDS) -> dict[str, dict[str, float]]:
    """The same, by a process of its own: a process knows one campus."""
    command = [sys.executable, "-m", "tests.faults.lagging", str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=unsettled(), stdout=subprocess.PIPE, check=True)
    measured: dict[str, dict[str, float]] = json.loads(done.stdout)
    return measured


if __name__ == "__main__":
    json.dump(measure(seconds=float(sys.argv[1]) if sys.argv[1:] else SECONDS), sys.stdout)
