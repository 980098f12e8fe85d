"""Owns what differs between two texts, line by line and within a line word by word: pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond this a line is shown whole: nobody reads single words of it, and comparing is quadratic.
LONGEST_LINE = 3000
# Lines that share less than this are two lines, not one that was changed.
ALIKE = 0.4
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line; `is_changed` where the other text has something else, or nothing."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of both texts (" "), of the first ("-") or the second ("+"); "…" stands for a gap.

    `number` counts from 1 in the text that the line is of: in the second, for one of both.
    """

    sign: str
    parts: tuple[Part, ...]
    number: int = 0

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def lines(before: str, after: str, *, around: int = 2) -> list[Line]:
    """What turns one text into the other, with some lines around; empty for equal texts."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Line] = []
    end = 0
    for group in matcher.get_grouped_opcodes(around):
        if group[0][3] > end:
            found.append(Line("…", ()))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                found += [Line(" ", (Part(new[j]),), j + 1) for j in range(j1, j2)]
            else:
                found += _replaced(old, new, range(i1, i2), range(j1, j2))
        end = group[-1][4]
    if found and end < len(new):
        found.append(Line("…", ()))
    return found


def _replaced(old: Sequence[str], new: Sequence[str], was: range, now: range) -> Iterator[Line]:
    """The lines taken out, then those put in; what was only changed shows its changed words."""
    pairs = dict(_pairs(old, new, was, now))
    told = {i: words(old[i], new[j]) for i, j in pairs.items()}
    by_new = {j: told[i][1] for i, j in pairs.items()}
    for i in was:
        yield Line("-", told[i][0] if i in told else (Part(old[i]),), i + 1)
    for j in now:
        yield Line("+", by_new.get(j, (Part(new[j]),)), j + 1)


def _pairs(
    old: Sequence[str], new: Sequence[str], was: range, now: range
) -> Iterator[tuple[int, int]]:
    """Each old line with the new one that it became, in order."""
    j = now.start
    for i in was:
        alike = [(ratio(old[i], new[k]), -k) for k in range(j, min(now.stop, j + 8))]
        share, place = max(alike, default=(0.0, 0))
        if share >= ALIKE:
            yield i, -place
            j = -place + 1


def ratio(one: str, other: str) -> float:
    """How much two lines have in common, in [0, 1]; 0 for what is too long to be compared."""
    if not one.strip() or not other.strip() or max(len(one), len(other)) > LONGEST_LINE:
        return 0.0
    return SequenceMatcher(None, _WORDS.findall(one), _WORDS.findall(other), False).ratio()


def words(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both lines cut into what they share and what they do not."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    was: list[Part] = []
    now: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, False).get_opcodes():
        is_changed = tag != "equal"
        if i2 > i1:
            was.append(Part("".join(old[i1:i2]), is_changed))
        if j2 > j1:
            now.append(Part("".join(new[j1:j2]), is_changed))
    return tuple(was), tuple(now)
