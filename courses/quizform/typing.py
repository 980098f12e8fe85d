"""Which kind of question answers make, where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence

from .lines import FALSE_WORDS, TRUE_WORDS
from .numbers import with_tolerance
from .shapes import TYPED, AnyQuestion


def inferred(marks: Sequence[str], texts: Sequence[str]) -> str:
    """From what stands in the boxes (or "right", "wrong" for typed answers) and the words."""
    if any(family(mark) == "typed" for mark in marks):
        return "number" if all(with_tolerance(text) for text in texts) else "text"
    if "=" in marks:
        return "matching"
    if any(mark.isdigit() for mark in marks):
        return "ordering"
    if marks.count("x") != 1:
        return "multiple"
    return "truefalse" if _are_true_and_false(texts) else "single"


def inferred_of(question: AnyQuestion) -> str:
    """What reading would take it for, were its kind not written."""
    marks = [
        mark_of(question.kind, one.is_correct, place)
        for place, one in enumerate(question.choices, start=1)
    ]
    return inferred(marks, [one.text for one in question.choices])


def mark_of(kind: str, is_correct: bool, place: int) -> str:
    if kind in TYPED:
        return "right" if is_correct else "wrong"
    if kind == "ordering":
        return str(place)
    return "=" if kind == "matching" else "x" if is_correct else ""


def family(kind_or_mark: str) -> str:
    """Kinds whose answers are written alike."""
    if kind_or_mark in ("right", "wrong", *TYPED):
        return "typed"
    if kind_or_mark in ("=", "matching"):
        return "matching"
    return "ordering" if kind_or_mark.isdigit() or kind_or_mark == "ordering" else "boxes"


def _are_true_and_false(texts: Sequence[str]) -> bool:
    words = {text.strip(" .*").lower() for text in texts}
    return len(texts) == 2 and any(
        words == {t, f} for t, f in zip(TRUE_WORDS, FALSE_WORDS, strict=True)
    )
