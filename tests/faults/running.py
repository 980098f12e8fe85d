"""Owns a whole storm: every planned fault with its control, on one campus, told as it goes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.faults.catalogue import Planned
from tests.faults.storms import Storm
from tests.faults.struck import Struck

AT_ONCE = 5
"""Rounds that are judged together."""


@dataclass(slots=True)
class Outcome:
    """What came of one fault; kept means that no promise broke, and that the control found one."""

    name: str
    what: str
    guards: tuple[str, ...]
    rounds: int = 0
    missed: int = 0
    accepted: int = 0
    unknown: int = 0
    retries: int = 0
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)
    control: list[str] | None = None
    left_out: str = ""

    @property
    def is_kept(self) -> bool:
        return bool(self.left_out) or (not self.broken and bool(self.control))


def run(
    struck: Struck,
    planned: Sequence[tuple[Planned, Sequence[int]]],
    tell: Callable[[Outcome], None],
) -> list[Outcome]:
    """First every fault with all its seeds, then every control: those leave broken promises."""
    from tests import world

    course = world.a_published_course(lessons=("article", "article", "quiz"))
    storm = Storm(struck, course)
    outcomes = []
    for one, seeds in planned:
        outcomes.append(_strike(storm, one, seeds))
        tell(outcomes[-1])
    for (one, _seeds), outcome in zip(planned, outcomes, strict=True):
        if not outcome.left_out:
            outcome.control = storm.control(one.fault)
            tell(outcome)
    return outcomes


def _strike(storm: Storm, planned: Planned, seeds: Sequence[int]) -> Outcome:
    fault, began = planned.fault, time.monotonic()
    outcome = Outcome(fault.name, fault.what, fault.guards)
    if fault.needs_disk and not storm.struck.disk.is_own:
        outcome.left_out = "only root can make a small disk"
        return outcome
    for first in range(0, len(seeds), AT_ONCE):
        found, rounds = storm.rounds(fault, seeds[first : first + AT_ONCE])
        outcome.broken += found
        for round_ in rounds:
            outcome.rounds += 1
            outcome.missed += len(round_.notes)
            outcome.accepted += len(round_.heard.ok)
            outcome.unknown += len(round_.heard.unknown)
            outcome.retries += round_.heard.retries
    outcome.seconds = time.monotonic() - began
    return outcome
