"""Owns how the tests of the rules write down what the log says."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from workers.progress.rules.states import State

DAY = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def day(number: int) -> datetime:
    return DAY + timedelta(days=number)


def an_id(number: int) -> UUID:
    return UUID(int=number)


def said(
    verb: str, on: UUID, at: int = 0, *, trust: str = "declared", score: float | None = None
) -> State:
    """One record of a verb about an object, stored on a day that is its place in the log too."""
    return State(on, verb, trust, day(at), an_id(1_000 + at), day(at), score, position=at)


def passed(on: UUID, at: int = 0, *, trust: str = "graded") -> State:
    return said("passed", on, at, trust=trust, score=1.0)


ENROLLED = said("enrolled", an_id(99), trust="observed")
