"""What an import changes in words: the text form before and after, file by file."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from courses.exporting import Text
from courses.textform import names

AROUND = 3
# Beyond so many lines a difference is read in an editor, not on a page.
MOST_LINES = 2_000


@dataclass(frozen=True)
class Difference:
    """`lines` are those of a unified diff, without its two head lines; `is_cut` at the end."""

    path: str
    lines: tuple[str, ...]
    is_new: bool = False
    is_gone: bool = False
    is_cut: bool = False

    def __str__(self) -> str:
        head = (
            "/dev/null" if self.is_new else self.path,
            "/dev/null" if self.is_gone else self.path,
        )
        return "\n".join([f"--- {head[0]}", f"+++ {head[1]}", *self.lines])


def differences(before: Text | None, after: Text) -> tuple[Difference, ...]:
    """Nothing for a new course, whose text is the one that was just read."""
    if before is None:
        return ()
    paths = sorted((set(before.texts) | set(after.texts)) - {names.IDS})
    changed = [path for path in paths if before.texts.get(path) != after.texts.get(path)]
    return tuple(
        _difference(path, before.texts.get(path), after.texts.get(path)) for path in changed
    )


def _difference(path: str, old: str | None, new: str | None) -> Difference:
    compared = difflib.unified_diff(
        (old or "").split("\n"), (new or "").split("\n"), lineterm="", n=AROUND
    )
    lines = list(compared)[2:]
    return Difference(
        path, tuple(lines[:MOST_LINES]), old is None, new is None, len(lines) > MOST_LINES
    )
