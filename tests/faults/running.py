"""Owns a whole storm: every planned fault with its control, on one campus, told as it goes."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.faults.catalogue import Planned
from tests.faults.making import Made
from tests.faults.storms import Round, Storm
from tests.faults.struck import Struck

AT_ONCE = 5
"""Rounds that are judged together."""

SPARE = 10
"""Seeds beyond those planned, for strikes that missed: a miss shows nothing."""


@dataclass(slots=True)
class Outcome:
    """What came of one fault.

    Kept means that every strike landed, that there was something to judge, that no promise broke,
    and that the control found one. `cut` counts rounds in which a request was on its way and was
    never answered.
    """

    name: str
    what: str
    guards: tuple[str, ...]
    planned: int
    rounds: int = 0
    landed: int = 0
    landings: dict[str, int] = field(default_factory=dict)
    cut: int = 0
    made: Made = field(default_factory=Made)
    accepted: int = 0
    unknown: int = 0
    retries: int = 0
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)
    control: list[str] | None = None
    left_out: str = ""

    @property
    def is_kept(self) -> bool:
        return bool(self.left_out) or (self.has_struck and not self.broken and bool(self.control))

    @property
    def is_judged(self) -> bool:
        """With its control, which comes last."""
        return bool(self.left_out) or self.control is not None

    @property
    def has_struck(self) -> bool:
        return not self.planned or (self.landed >= self.planned and self.made.is_something)

    def count(self, round_: Round) -> None:
        heard = round_.heard
        self.rounds += 1
        self.landed += bool(round_.landed)
        how = round_.landed or "missed"
        self.landings[how] = self.landings.get(how, 0) + 1
        self.cut += heard.was_cut
        self.made += round_.made
        self.accepted += len(heard.ok)
        self.unknown += len(heard.unknown)
        self.retries += heard.retries


def run(
    struck: Struck,
    planned: Sequence[tuple[Planned, int]],
    tell: Callable[[Outcome], None],
) -> list[Outcome]:
    """First every fault with all its seeds, then every control: those leave broken promises."""
    from tests import world

    course = world.a_published_course(lessons=("article", "article", "quiz"))
    storm = Storm(struck, course)
    outcomes = []
    for one, times in planned:
        outcomes.append(_strike(storm, one, times))
        tell(outcomes[-1])
    for (one, _times), outcome in zip(planned, outcomes, strict=True):
        if not outcome.left_out:
            outcome.control = storm.control(one.fault)
            tell(outcome)
    return outcomes


def _strike(storm: Storm, planned: Planned, times: int) -> Outcome:
    fault, began = planned.fault, time.monotonic()
    outcome = Outcome(fault.name, fault.what, fault.guards, planned=times)
    if fault.needs_disk and not storm.struck.disk.is_own:
        outcome.left_out = "only root can make a small disk"
        return outcome
    most = times + SPARE
    while (missing := outcome.planned - outcome.landed) > 0 and outcome.rounds < most:
        first = outcome.rounds
        found, rounds = storm.rounds(fault, range(first, first + min(missing, AT_ONCE)))
        outcome.broken += found
        for round_ in rounds:
            outcome.count(round_)
    outcome.seconds = time.monotonic() - began
    return outcome
