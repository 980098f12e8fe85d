"""How fast other systems find and store statements: `python -m tests.benchmarks.statements`.

A million statements (`--statements`), 70 % of other systems; every filter and what they are put
together to, over HTTP, one after the other on one connection. The floor is one statement by its id.
Exits 1 where the 95th of a hundred answers takes 50 ms, or fewer statements come in than elsewhere.
"""

import argparse
import base64
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from tests.benchmarks import load
from tests.benchmarks.questions import OWN, Given, Making, questions
from tests.benchmarks.stage import a_campus, load_of_machine, serving, tidy
from tests.benchmarks.stocking import ADL, LEARNERS, stock

MOST_MS, ROUNDS, SECONDS = 50.0, 60, 3.0
# Ralph on files, one statement a request.
ELSEWHERE = 61.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--statements", type=int, default=1_000_000)
    many = parser.parse_args().statements
    with a_campus() as environment:
        keys, people, clients = _store(many)
        with serving("campus.wsgi:application", environment) as port:
            found = [_found(port, keys, name, make) for name, make in questions(people, clients)]
            _floor(port, keys["all"])
        with serving("campus.wsgi:application", environment, workers=2) as port:
            came = [_stored(port, keys["all"], size) for size in (1, 50)]
    return 0 if all(found) and min(came) > ELSEWHERE else 1


def _store(many: int) -> tuple[dict[str, str], Sequence[Any], Sequence[Any]]:
    """Who may ask, with what they say to be let in; whom statements are about; the systems."""
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
    tidy()
    print(f"{many:,} statements in {time.perf_counter() - began:,.0f} s ({load_of_machine()})")
    pairs = [base64.b64encode(f"{one.key}:{secret}".encode()).decode() for one, secret in made]
    return {"all": pairs[0], "mine": pairs[1]}, people, clients


def _found(port: int, keys: Mapping[str, str], name: str, make: Making) -> bool:
    key = keys["mine" if name.startswith(OWN) else "all"]
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
    print(f"{name:55s} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, {len(rows) / len(took):5.1f} found")
    return p95


def _stored(port: int, key: str, size: int) -> float:
    """Statements a second."""
    bodies = _posts(key, size)
    while not load.posts_per_second(port, bodies, seconds=1.0, most=8):
        pass  # each worker's first request reads all the code there is
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
