"""Rules of order: courses best first, newest first, by title, shortest first; cut at any. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from courses.catalogue.facts import Fact

Key = tuple[int | str, int]

SORTS: dict[str, Callable[[Fact], int | str]] = {
    "relevance": lambda fact: -fact.listed,
    "newest": lambda fact: -fact.listed,
    "title": lambda fact: fact.title,
    "shortest": lambda fact: fact.minutes,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Beside which course a page begins: its group of relevance, what it is sorted by, its id."""

    group: int
    key: int | str
    id: UUID

    def is_of(self, sort: str) -> bool:
        """Whether this order can have such a place; another's cursor cannot be read in it."""
        return isinstance(self.key, str if sort == "title" else int) and 0 <= self.group <= 3


class Order:
    """All courses in one order, those that are equal in it newest first."""

    def __init__(self, facts: Sequence[Fact], sort: str) -> None:
        self._facts, self._key_of = facts, SORTS[sort]
        keyed = sorted((self._key(fact), number) for number, fact in enumerate(facts))
        self._keys = [key for key, _number in keyed]
        self._numbers = [number for _key, number in keyed]

    def page(
        self, groups: Sequence[str], *, most: int, beside: Place | None, backwards: bool
    ) -> list[tuple[Place, Fact]]:
        """From the groups, best first, the courses after a place; `backwards` those before it,
        the nearest first. A group has a sign for each course, "1" where it belongs to it.
        """
        marks = "".join("".join(map(group.__getitem__, self._numbers)) for group in groups)
        walk = _back(marks, self._at(beside, True)) if backwards else _on(marks, self._at(beside))
        return [self._placed(at) for at, _number in zip(walk, range(most), strict=False)]

    def _at(self, beside: Place | None, backwards: bool = False) -> int:
        if beside is None:
            return 0
        cut = bisect_left if backwards else bisect_right
        return beside.group * len(self._keys) + cut(self._keys, (beside.key, -beside.id.int))

    def _placed(self, at: int) -> tuple[Place, Fact]:
        group, number = divmod(at, len(self._numbers))
        fact = self._facts[self._numbers[number]]
        return Place(group, self._key_of(fact), fact.id), fact

    def _key(self, fact: Fact) -> Key:
        return self._key_of(fact), -fact.id.int


def _on(marks: str, at: int) -> Iterator[int]:
    while (at := marks.find("1", at)) >= 0:
        yield at
        at += 1


def _back(marks: str, at: int) -> Iterator[int]:
    while (at := marks.rfind("1", 0, at)) >= 0:
        yield at
