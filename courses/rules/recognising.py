"""Owns which stored row each of some wanted things is: pure, over whatever has an id and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar


class _Stored(Protocol):
    @property
    def pk(self) -> Any: ...


class _Wanted(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Stored)


def recognised(
    held: Sequence[Row], wanted: Sequence[_Wanted], words: tuple[str, ...], *, ids_are_ours: bool
) -> list[Row | None]:
    """For each wanted the row that it is: by id, by words, else the one in its place if free.

    Where ids are ours, one that is not among the rows is of something that is gone, and no other
    row takes its place; ids that came from elsewhere say nothing of that.
    """
    left = list(held)
    found: list[Row | None] = [None] * len(wanted)

    def take(number: int, rows: Sequence[Row]) -> None:
        if found[number] is None and rows:
            found[number] = rows[0]
            left.remove(rows[0])

    for number, one in enumerate(wanted):
        take(number, [row for row in left if one.id and str(row.pk) == one.id])
    for number, one in enumerate(wanted):
        take(number, [row for row in left if _words(row, words) == _words(one, words)])
    for number, one in enumerate(wanted):
        if not (ids_are_ours and one.id):
            take(number, [row for row in held[number : number + 1] if row in left])
    return found


def _words(one: object, names: tuple[str, ...]) -> list[str]:
    return [" ".join(str(getattr(one, name)).split()) for name in names]
