"""Owns what the log says of one object, as few rows: what came first, last, best and in all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

TRUSTS = ("declared", "observed", "graded", "attested")
ACCREDITED, WAIVED = "accredited", "waived"
_ENOUGH = {trust: frozenset(TRUSTS[place:]) for place, trust in enumerate(TRUSTS)}
NO_LEARNING = ("enrolled", "withdrew", "moved", "voided")
"""Verbs that say something of an enrolment or of a record, and nothing of what was learnt."""


class State(NamedTuple):
    """What the log says of one object by one verb at one trust.

    First and last time, best score, seconds of learning (idle time cut), the greatest position in
    the log, and the release that the last record about a course named.
    """

    object: UUID
    verb: str
    trust: str
    first_at: datetime
    first_id: UUID
    last_at: datetime
    best_score: float | None = None
    seconds: int = 0
    position: int = 0
    last_release: UUID | None = None


ByObject = Mapping[UUID, Sequence[State]]


def first(states: Iterable[State], verb: str, *, at_least: str = "declared") -> State | None:
    """The earliest state of this verb that is trusted enough."""
    enough = _ENOUGH[at_least]
    fitting = [s for s in states if s.verb == verb and s.trust in enough]
    return min(fitting, key=moment, default=None)


def moment(state: State) -> tuple[datetime, UUID]:
    return state.first_at, state.first_id


def pinned_release(states: Iterable[State]) -> UUID | None:
    """The release that the last word about the course named: joining it, or moving in it."""
    naming = [s for s in states if s.verb in ("enrolled", "moved") and s.last_release]
    return max(naming, key=lambda s: s.position).last_release if naming else None


def is_withdrawn(states: Iterable[State]) -> bool:
    """Whether the last word about this enrolment, by its place in the log, was leaving."""
    joined = max((s.position for s in states if s.verb == "enrolled"), default=-1)
    left = max((s.position for s in states if s.verb == "withdrew"), default=-1)
    return left > joined


def by_object(states: Iterable[State]) -> dict[UUID, list[State]]:
    """What is said of each lesson or step; the course or track itself is an object too."""
    grouped: dict[UUID, list[State]] = {}
    for state in states:
        grouped.setdefault(state.object, []).append(state)
    return grouped


def merge(state: State, other: State) -> State:
    """Two states of one object, verb and trust, of distinct records: commutative, associative."""
    earliest = min(state, other, key=moment)
    latest = max(state, other, key=lambda one: one.position)
    scores = [s for s in (state.best_score, other.best_score) if s is not None]
    return State(
        object=state.object,
        verb=state.verb,
        trust=state.trust,
        first_at=earliest.first_at,
        first_id=earliest.first_id,
        last_at=max(state.last_at, other.last_at),
        best_score=max(scores, default=None),
        seconds=state.seconds + other.seconds,
        position=latest.position,
        last_release=latest.last_release,
    )
