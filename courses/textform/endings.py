"""Owns how a text lies in a file: the same ends of lines everywhere, and one at its end."""

from __future__ import annotations

_MARK = "\ufeff"


def as_lines(text: str) -> str:
    """With the line ends of the text form; browsers send others than files have."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_file(text: str) -> str:
    """What a file of this text holds; empty for an empty text."""
    lines = as_lines(text).lstrip(_MARK)
    return lines if not lines or lines.endswith("\n") else f"{lines}\n"


def is_same(one: object, other: object) -> bool:
    """Whether two values would be written alike."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other or as_file(one) == as_file(other)
    return one == other
