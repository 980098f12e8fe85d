"""Owns what another release would make of what somebody did: pure, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from workers.progress.rules.courses import LessonRule, decide_course
from workers.progress.rules.states import State


@dataclass(frozen=True, slots=True)
class Number:
    """How far somebody is: whole minutes done of whole minutes, and the state that makes."""

    minutes_done: int
    minutes: int
    state: str

    @property
    def minutes_of(self) -> tuple[int, int]:
        return self.minutes_done, self.minutes

    @property
    def fraction(self) -> float:
        """In [0, 1]; without any minutes to do, only the state can say."""
        if not self.minutes:
            return float(self.state in ("completed", "accredited"))
        return self.minutes_done / self.minutes


@dataclass(frozen=True, slots=True)
class Effect:
    """The number somebody has, and the one she would have; `position` is of the last record."""

    before: Number
    after: Number
    position: int

    def equals(self, other: "Effect") -> bool:
        """Whether both numbers are the same, whatever was said in the log in between."""
        mine = (*self.before.minutes_of, *self.after.minutes_of)
        return mine == (*other.before.minutes_of, *other.after.minutes_of)


def effect(
    states: Sequence[State], before: Sequence[LessonRule], after: Sequence[LessonRule]
) -> Effect:
    """What going from one release to another does to this person's number.

    A lesson is the same where its id is: what was done in it counts by the rules of the release
    that she would read.
    """
    position = max((state.position for state in states), default=0)
    return Effect(_number(before, states), _number(after, states), position)


def _number(rules: Sequence[LessonRule], states: Sequence[State]) -> Number:
    if not states:
        return Number(0, sum(rule.minutes for rule in rules if rule.counts), "not_started")
    decided = decide_course(rules, states)
    return Number(decided.minutes_done, decided.minutes, decided.state)


@dataclass(frozen=True, slots=True)
class Lessons:
    """The lessons of two releases by id: the same in both, new in the second, gone from it.

    `weighs_otherwise` are the same lessons whose minutes or rule of completion are others.
    """

    same: tuple[UUID, ...]
    new: tuple[UUID, ...]
    gone: tuple[UUID, ...]
    weighs_otherwise: tuple[UUID, ...]


def compare(before: Sequence[LessonRule], after: Sequence[LessonRule]) -> Lessons:
    """In the order of the release after; what is gone, in the order of the one before."""
    was = {rule.lesson: rule for rule in before}
    now = {rule.lesson for rule in after}
    same = [rule for rule in after if rule.lesson in was]
    return Lessons(
        same=tuple(rule.lesson for rule in same),
        new=tuple(rule.lesson for rule in after if rule.lesson not in was),
        gone=tuple(rule.lesson for rule in before if rule.lesson not in now),
        weighs_otherwise=tuple(rule.lesson for rule in same if rule != was[rule.lesson]),
    )
