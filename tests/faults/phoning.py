"""Owns what learners' phones do in a storm: send, write down what they heard, send again.

Whoever does not give up must be answered in the end, and no answer may be a fault of the campus:
503 that says when to come back is the only one of its kind.
"""

import http.client
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.stories.visiting import Answer, Visitor

Item = dict[str, Any]
PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Heard:
    """Every invoke by its record's id, and what came of it: told `ok`, told no, or never told."""

    sent: dict[UUID, Item] = field(default_factory=dict)
    ok: set[UUID] = field(default_factory=set)
    refused: dict[UUID, str] = field(default_factory=dict)
    retries: int = 0
    duplicates: int = 0
    wrongs: list[str] = field(default_factory=list)

    @property
    def unknown(self) -> set[UUID]:
        return set(self.sent) - self.ok - set(self.refused)

    @property
    def was_cut(self) -> bool:
        """Whether some request was not answered: it was on its way when the strike came."""
        return bool(self.retries or self.unknown)

    def note_refusal(self, answer: Answer) -> None:
        if answer.status != 503 or "Retry-After" not in answer.headers:
            self.wrongs.append(f"answered {answer.status}: {answer.body[:200]!r}")


@dataclass(slots=True)
class Phone:
    """One learner's client. Who gives up never asks again whether her records are in."""

    visitor: Visitor
    batches: Sequence[Sequence[Item]]
    times: int = 1
    gives_up: bool = False
    pause_seconds: float = 0.0

    def send_all(self, heard: Heard) -> None:
        for batch in self.batches:
            for _again in range(self.times):
                self._send(batch, heard)
            time.sleep(self.pause_seconds)

    def _send(self, batch: Sequence[Item], heard: Heard) -> None:
        heard.sent |= {UUID(item["id"]): item for item in batch}
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._is_answered(batch, heard):
            if self.gives_up:
                return
            if time.monotonic() > end:
                heard.wrongs.append(f"never answered: {batch[0]['id']}")
                return
            heard.retries += 1
            time.sleep(0.2)

    def _is_answered(self, batch: Sequence[Item], heard: Heard) -> bool:
        """2xx is an answer; a refused connection, a cut one or a 5xx says nothing."""
        try:
            answer = self.visitor.ask("POST", "/api/v1/records", {"records": list(batch)})
            if answer.status >= 500:
                heard.note_refusal(answer)
                return False
            results = answer.json()["results"]
        except (OSError, http.client.HTTPException):
            return False
        for item, result in zip(batch, results, strict=True):
            heard.duplicates += result["status"] == "duplicate"
            if result["status"] in ("stored", "duplicate"):
                heard.ok.add(UUID(item["id"]))
            else:
                heard.refused[UUID(item["id"])] = f"{result['status']}: {result.get('detail')}"
        return True


def send_from_all(phones: Sequence[Phone], heard: Heard) -> None:
    """At the same time, each from a thread of its own."""
    with ThreadPoolExecutor(max_workers=max(1, len(phones))) as threads:
        list(threads.map(lambda phone: phone.send_all(heard), phones))


def in_batches(items: Sequence[Item], chance: random.Random) -> list[list[Item]]:
    """In this order, one to three at a time."""
    batches, rest = [], list(items)
    while rest:
        size = chance.randint(1, 3)
        batches.append(rest[:size])
        rest = rest[size:]
    return batches
