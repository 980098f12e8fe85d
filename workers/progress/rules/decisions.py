"""Owns what a decision about a course or a track says, and the one word for where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .states import State, is_withdrawn


@dataclass(frozen=True, slots=True)
class Decision:
    """How far somebody is: whole minutes, a state, and when the last needed record was stored.

    `as_of` and `position` are those of the last record counted; `seconds` is the time spent.
    """

    minutes_done: int
    minutes: int
    state: str
    completed_at: datetime | None
    as_of: datetime
    position: int = 0
    seconds: int = 0


def whole_percents(fraction: float) -> int:
    """A share in [0, 1] as people read it: never 100 before all is done, never 0 once begun."""
    rounded = round(fraction * 100)
    return min(99, max(1, rounded)) if 0 < fraction < 1 else rounded


def standing_word(states: Sequence[State], *, whole: str | None, has_begun: bool) -> str:
    if whole:
        return whole
    if is_withdrawn(states):
        return "withdrawn"
    return "in_progress" if has_begun else "not_started"
