"""What stands behind the keys of a question that take one word or number."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from . import normalising
from .lines import KIND_WORDS, NO, YES, KeyLine
from .numbers import real
from .shapes import KINDS


def value(line: KeyLine) -> dict[str, object]:
    """The field of the question and its value; raises ValueError for what does not fit."""
    name, read = _READ[line.key]
    return {name: read(line.value.strip())}


def _kind(words: str) -> str:
    plain = words.lower().strip(" .")
    names = {word: kind for kind, both in KIND_WORDS.items() for word in both}
    kind = names.get(plain, plain)
    if kind not in KINDS:
        raise ValueError
    return kind


def _points(words: str) -> float:
    found = real(words)
    if found is None or found < 0:
        raise ValueError
    return found


def _yes(words: str) -> bool:
    if words.lower() not in (*YES, *NO):
        raise ValueError
    return words.lower() in YES


def _level(words: str) -> int:
    if words not in ("1", "2", "3", "4"):
        raise ValueError
    return int(words)


def _id(words: str) -> str:
    return str(UUID(words))


_READ: dict[str, tuple[str, Callable[[str], object]]] = {
    "kind": ("kind", _kind),
    "points": ("points", _points),
    "partial": ("gives_partial_credit", _yes),
    "tags": ("tags", lambda words: normalising.tags([words])),
    "skill": ("skill", normalising.one_line),
    "level": ("level", _level),
    "id": ("id", _id),
}
