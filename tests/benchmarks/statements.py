"""How fast other systems find and store statements: `python -m tests.benchmarks.statements`.

A million statements (`--statements`), 70 % of other systems; every filter and what they are put
together to, over HTTP, one after the other on one connection. The floor is one statement by its id.
Exits 1 where the 95th of a hundred answers takes 50 ms, or fewer statements come in than elsewhere.
"""

import argparse
import base64
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import md5
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

from tests.benchmarks import load
from tests.benchmarks.stage import a_campus, load_of_machine, serving
from tests.benchmarks.stocking import (
    ACTIVITIES,
    ADL,
    AGENTS,
    BUSY,
    IN_COURSE,
    LEARNERS,
    LONELY,
    REGISTRATIONS,
    VERBS,
    stock,
)

MOST_MS, ROUNDS, SECONDS = 50.0, 60, 3.0
# Ralph on files, one statement a request.
ELSEWHERE = 61.0

Given = Mapping[str, Any]
Making = Callable[[], Given]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--statements", type=int, default=1_000_000)
    many = parser.parse_args().statements
    with a_campus() as environment:
        keys, people, clients = _store(many)
        with serving("campus.wsgi:application", environment) as port:
            found = [_found(port, keys, name, make) for name, make in _kinds(people, clients)]
            _floor(port, keys["all"])
        with serving("campus.wsgi:application", environment, workers=2) as port:
            came = [_stored(port, keys["all"], size) for size in (1, 50)]
    return 0 if all(found) and min(came) > ELSEWHERE else 1


def _store(many: int) -> tuple[dict[str, str], Sequence[Any], Sequence[Any]]:
    """Who may ask, with what they say to be let in; whom statements are about; the systems."""
    import psycopg
    from django.conf import settings

    from campus.accounts.models import User
    from campus.records.lrs.clients import make_client

    reading = (("all",), ("statements/write", "statements/read/mine"), ("statements/write",))
    made = [make_client(name=f"System {n}", scopes=scopes) for n, scopes in enumerate(reading)]
    people = [User(email=f"p{n}@example.org", name="P") for n in range(LEARNERS)]
    User.objects.bulk_create(people)
    clients = [client for client, _secret in made]
    began = time.perf_counter()
    stock(many, clients, [one.id for one in people], settings.CAMPUS_IRI)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    print(f"{many:,} statements in {time.perf_counter() - began:,.0f} s ({load_of_machine()})")
    pairs = [base64.b64encode(f"{one.key}:{secret}".encode()).decode() for one, secret in made]
    return {"all": pairs[0], "mine": pairs[1]}, people, clients


def _kinds(people: Sequence[Any], clients: Sequence[Any]) -> Iterator[tuple[str, Making]]:
    from django.conf import settings

    def often(most: int) -> int:
        return int(random.random() * random.random() * most)

    def account(name: object) -> str:
        return json.dumps({"account": {"homePage": settings.CAMPUS_IRI, "name": str(name)}})

    def when() -> str:
        return (datetime.now(UTC) + timedelta(days=random.random() * 100)).isoformat()

    agent = lambda: {"agent": json.dumps({"mbox": f"mailto:a{often(AGENTS)}@example.org"})}
    hers = lambda: {"agent": account(random.choice(people).actor)}
    system = lambda: {"agent": account(clients[0].id), "related_agents": "true"}
    third = lambda: {"agent": account(clients[2].id), "related_agents": "true"}
    verb = lambda: {"verb": ADL + random.choice(VERBS)}
    lonely = lambda: {"verb": ADL + LONELY}
    activity = lambda: {"activity": f"https://example.org/a/{often(ACTIVITIES)}"}
    lesson = lambda: {"activity": f"{settings.CAMPUS_IRI}/lessons/{_id('l', often(ACTIVITIES))}"}
    in_course = {"related_activities": "true"}
    course = lambda: {"activity": f"https://example.org/course/{often(BUSY)}", **in_course}
    busy = lambda: {"activity": f"https://example.org/course/{BUSY}", **in_course}
    registration = lambda: {"registration": _id("", random.randrange(REGISTRATIONS))}
    ours = lambda: {
        "registration": _id("r", f"{often(AGENTS)}-{often(ACTIVITIES) // (IN_COURSE * 5)}")
    }
    since, until = lambda: {"since": when()}, lambda: {"until": when()}
    back = lambda: {"ascending": "true"}
    related = lambda: {"related_agents": "true"}
    ten, none = lambda: {"limit": 10}, lambda: {"verb": ADL + "none"}
    formats = [lambda f=f: {"format": f} for f in ("ids", "canonical")]
    attached = lambda: {"attachments": "true"}
    parts: dict[str, Sequence[Making]] = {
        "nothing": [], "since": [since], "until": [until], "ascending": [back],
        "since, ascending": [since, back], "limit 10": [ten], "ids": [formats[0]],
        "canonical": [formats[1]], "attachments": [attached],
        "verb": [verb], "verb, since": [verb, since], "verb, until": [verb, until],
        "verb, ascending": [verb, back], "no such verb": [none],
        "agent": [agent], "agent, related": [agent, related], "a learner": [hers],
        "a learner, related": [hers, related], "a system": [system],
        "activity": [activity], "course": [course], "a lesson": [lesson],
        "course, canonical": [course, formats[1]], "course, attachments": [course, attached],
        "registration": [registration], "our registration": [ours],
        "agent, verb": [agent, verb], "a learner, verb": [hers, verb],
        "activity, verb": [activity, verb], "course, verb": [course, verb],
        "a lesson, verb": [lesson, verb], "agent, course": [agent, course],
        "a lesson, a learner": [lesson, hers], "our registration, verb": [ours, verb],
        "system, verb": [system, verb], "system, course": [system, course],
        "agent, activity, verb": [agent, activity, verb],
        "all four": [agent, activity, verb, registration],
        "all four, since, ascending": [agent, course, verb, registration, since, back],
        "frequent, never together: verb, course": [lonely, busy],
        "frequent, never together: verb, system": [lonely, third],
        "frequent, never together: all": [lonely, busy, third],
        "the same, since": [lonely, busy, since], "the same, ascending": [lonely, busy, back],
    }  # fmt: skip
    for name, makers in parts.items():
        yield name, lambda makers=makers: {k: v for make in makers for k, v in make().items()}
    yield "own only: verb", verb
    yield "own only: verb, course", lambda: {**verb(), **course()}
    yield "own only: frequent, never together", lambda: {**lonely(), **busy()}


def _id(kind: str, number: object) -> str:
    return str(UUID(md5(f"{kind}{number}".encode()).hexdigest()))


def _found(port: int, keys: Mapping[str, str], name: str, make: Making) -> bool:
    key = keys["mine" if name.startswith("own only") else "all"]
    took, rows = _asked(port, key, [make() for _ in range(ROUNDS)])
    return _told(name, took, rows) < MOST_MS


def _floor(port: int, key: str) -> None:
    _times, ids = _asked(port, key, [{"limit": 100}])
    took, _one = _asked(port, key, [{"statementId": id_} for id_ in ids[:ROUNDS]])
    _told("the floor: one by its id", took, [])


def _asked(port: int, key: str, questions: Sequence[Given]) -> tuple[list[float], list[str]]:
    """Milliseconds of each answer, and the ids of the statements in all of them."""
    asking = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Basic {key}", "X-Experience-API-Version": "2.0.0"}
    took, ids = [], []
    for number, given in enumerate([questions[0], *questions]):
        began = time.perf_counter()
        asking.request(
            "GET", f"/xapi/statements?{urlencode(given, quote_via=quote)}", None, headers
        )
        answer = asking.getresponse()
        body = answer.read()
        if number:  # the first reads code and pages that all others find read
            took.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise ValueError(body.decode())
        if number and not answer.headers["Content-Type"].startswith("multipart"):
            ids += [one["id"] for one in json.loads(body).get("statements", ())]
    return took, ids


def _told(name: str, took: Sequence[float], rows: Sequence[str]) -> float:
    p50, p95 = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    print(f"{name:40s} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, {len(rows) / len(took):5.1f} found")
    return p95


def _stored(port: int, key: str, size: int) -> float:
    """Statements a second."""
    bodies = _posts(key, size)
    load.posts_per_second(port, bodies, seconds=1.0, most=8)
    came = load.posts_per_second(port, bodies, seconds=SECONDS, most=8) * size
    print(f"stored, {size} a request: {came:,.0f} statements/s ({load_of_machine()})")
    return came


def _posts(key: str, size: int) -> Iterator[bytes]:
    headers = f"Authorization: Basic {key}\r\nX-Experience-API-Version: 2.0.0\r\n"
    while True:
        said = [
            {"id": str(uuid4()), "actor": {"mbox": f"mailto:a{n}@example.org"},
             "verb": {"id": ADL + "completed", "display": {"en": "completed"}},
             "object": {"id": f"https://example.org/a/{n}",
                        "definition": {"name": {"en": "An activity"}}},
             "result": {"duration": "PT5M"}, "timestamp": "2026-03-02T09:30:00.123Z"}
            for n in random.sample(range(1_000), size)
        ]  # fmt: skip
        body = json.dumps(said[0] if size == 1 else said).encode()
        yield load.a_post("/xapi/statements", body, headers)


if __name__ == "__main__":
    sys.exit(main())
