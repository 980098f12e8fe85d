"""A Markdown text of several lines as it is collected: its code stays as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .lines import FENCE, escaped, is_inner_mark, is_mark, unescaped

# Texts of choices stand below their words: `- [x] ` has six characters.
INDENT = 6
_INDENTATION = re.compile(r"\t| {0,6}")


@dataclass
class Block:
    """`line` is where it begins; `fence` the marks of the code it is in, "" outside code."""

    line: int
    lines: list[str] = field(default_factory=list)
    marks: Callable[[str], bool] = is_mark
    fence: str = ""
    opened: int = 0
    indentation: int | None = None

    def begin(self, text: str) -> None:
        """Its first words, which stand behind a mark."""
        self._add(text, self.line, is_plain=False)

    def add(self, line: str, number: int) -> None:
        text = line if self.fence else unescaped(line, self.marks)
        self._add(text, number, is_plain=text != line)

    def dedented(self, line: str) -> str:
        """A line below a choice, without as many blanks as the first such line has."""
        found = _INDENTATION.match(line)
        assert found
        if self.indentation is None:
            if not line.strip():
                return ""
            self.indentation = found.end()
        return line[min(found.end(), self.indentation) :]

    def _add(self, text: str, number: int, *, is_plain: bool) -> None:
        self.lines.append(text)
        before = self.fence
        if not is_plain:
            self.fence = _fence(before, text)
        if self.fence and not before:
            self.opened = number

    @property
    def text(self) -> str:
        return "\n".join(line if line.strip() else "" for line in self.lines).strip()


def inner(line: int) -> Block:
    return Block(line, marks=is_inner_mark)


def _fence(within: str, line: str) -> str:
    """The fence that is open after this line."""
    found = FENCE.match(line)
    if not within:
        return found[1] if found else ""
    closes = found and found[1].startswith(within) and not found[2].strip()
    return "" if closes else within


def written(text: str, marks: Callable[[str], bool] = is_mark) -> list[str]:
    """The lines of a text so that a `Block` that begins with the first reads them back."""
    lines = text.split("\n")
    if FENCE.match(lines[0]):
        lines.insert(0, "")
    until = _ends_of_code(lines)
    spelt, code_to = lines[:1], 0
    for number, line in enumerate(lines[1:], start=1):
        code_to = until.get(number, code_to)
        spelt.append(line if number <= code_to else escaped(line, marks))
    return spelt


def _ends_of_code(lines: list[str]) -> dict[int, int]:
    """By the line that opens code the line that closes it; code without an end is none."""
    ends: dict[int, int] = {}
    number = 0
    while number < len(lines):
        opened = _fence("", lines[number])
        end = next(
            (n for n in range(number + 1, len(lines)) if opened and not _fence(opened, lines[n])),
            None,
        )
        if end is not None:
            ends[number] = end
            number = end
        number += 1
    return ends
