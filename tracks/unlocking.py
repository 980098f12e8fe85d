"""Owns which steps are open: a pure rule over the steps in order and their states."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a step is open, and which step must be done before it if not."""

    step: UUID
    waits_for: UUID | None

    @property
    def is_unlocked(self) -> bool:
        return self.waits_for is None


def openings(
    steps: Sequence[tuple[UUID, bool]], done: Collection[UUID], *, in_order: bool
) -> list[Opening]:
    """One opening for each (step, required) in order.

    Out of order everything is open. In order a step waits for the first required step before
    it that is not done; what is done stays open.
    """
    result = []
    first_undone: UUID | None = None
    for step, required in steps:
        waits = first_undone if in_order and step not in done else None
        result.append(Opening(step, waits))
        if required and step not in done and first_undone is None:
            first_undone = step
    return result
