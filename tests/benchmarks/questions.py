"""Owns what a record store may be asked: every filter, and what they are put together to."""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import md5
from typing import Any
from uuid import UUID

from tests.benchmarks.stocking import (
    ACTIVITIES,
    ADL,
    AGENTS,
    BUSY,
    LONELY,
    REGISTRATIONS,
    VERBS,
)

# Parts of a question that are asked together; `OWN` by who may read only what it sent itself.
OWN = "own"
KINDS = (
    *("all", "since", "until", "ascending", "since, ascending", "limit", "ids", "canonical"),
    *("attachments", "verb", "verb, since", "verb, until", "verb, ascending", "no such verb"),
    *("agent", "agent, related", "a learner", "a learner, related", "a system", "activity"),
    *("course", "a lesson", "course, canonical", "course, attachments", "registration"),
    *("our registration", "agent, verb", "a learner, verb", "activity, verb", "course, verb"),
    *("a lesson, verb", "agent, course", "a lesson, a learner", "our registration, verb"),
    *("a system, verb", "a system, course", "agent, activity, verb"),
    *("agent, activity, verb, registration", "agent, course, verb, since, ascending"),
    *("the lonely verb, the busy course", "the lonely verb, the third system"),
    *("the busy course, the third system", "the lonely verb, the busy course, the third system"),
    *("the lonely verb, the busy course, since", "the lonely verb, the busy course, ascending"),
    *("own, verb", "own, verb, course", "own, the lonely verb, the busy course"),
)

Given = Mapping[str, Any]
Making = Callable[[], Given]


def _makers(people: Sequence[Any], clients: Sequence[Any]) -> dict[str, Making]:
    """What may be asked for: of some kinds something else each time."""
    from django.conf import settings

    def often(most: int) -> int:
        return int(random.random() * random.random() * most)

    def account(name: object) -> str:
        return json.dumps({"account": {"homePage": settings.CAMPUS_IRI, "name": str(name)}})

    def when() -> str:
        return (datetime.now(UTC) + timedelta(days=random.random() * 100)).isoformat()

    def course(number: int) -> Given:
        return {"activity": f"https://example.org/course/{number}", "related_activities": "true"}

    def enrolled() -> str:
        return _id("r", f"{often(AGENTS)}-{often(ACTIVITIES) // 100}")

    def system(number: int) -> Given:
        return {"agent": account(clients[number].id), "related_agents": "true"}

    return {
        "agent": lambda: {"agent": json.dumps({"mbox": f"mailto:a{often(AGENTS)}@example.org"})},
        "a learner": lambda: {"agent": account(random.choice(people).actor)},
        "a system": lambda: system(0),
        "the third system": lambda: system(2),
        "related": lambda: {"related_agents": "true"},
        "verb": lambda: {"verb": ADL + random.choice(VERBS)},
        "no such verb": lambda: {"verb": ADL + "none"},
        "the lonely verb": lambda: {"verb": ADL + LONELY},
        "activity": lambda: {"activity": f"https://example.org/a/{often(ACTIVITIES)}"},
        "course": lambda: course(often(BUSY)),
        "the busy course": lambda: course(BUSY),
        "a lesson": lambda: {
            "activity": f"{settings.CAMPUS_IRI}/lessons/{_id('l', often(ACTIVITIES))}"
        },
        "registration": lambda: {"registration": _id("", random.randrange(REGISTRATIONS))},
        "our registration": lambda: {"registration": enrolled()},
        "since": lambda: {"since": when()},
        "until": lambda: {"until": when()},
        "ascending": lambda: {"ascending": "true"},
        "limit": lambda: {"limit": "10"},
        "ids": lambda: {"format": "ids"},
        "canonical": lambda: {"format": "canonical"},
        "attachments": lambda: {"attachments": "true"},
    }


def questions(people: Sequence[Any], clients: Sequence[Any]) -> Iterator[tuple[str, Making]]:
    """What kinds of questions there are, each with what makes another of it."""
    makers = _makers(people, clients)

    def making(parts: Sequence[str]) -> Making:
        return lambda: {name: said for part in parts for name, said in makers[part]().items()}

    for kind in KINDS:
        yield kind, making([part for part in kind.split(", ") if part not in ("all", OWN)])


def _id(kind: str, number: object) -> str:
    return str(UUID(md5(f"{kind}{number}".encode()).hexdigest()))
