"""Owns the form of results and scores."""

from typing import Any

from .definitions import extensions
from .durations import duration
from .refusals import Malformed, below
from .shapes import flag, number, record, text

_SCORE = record(optional=dict.fromkeys(("scaled", "raw", "min", "max"), number))


def score(value: Any, pointer: str) -> None:
    """Numbers that agree: min < max, raw between them, scaled from -1 to 1 (2.4.5.1)."""
    _SCORE(value, pointer)
    if not -1 <= value.get("scaled", 0) <= 1:
        raise _outside(pointer, "scaled", "Scale the score to a number from -1 to 1.")
    lowest, highest, raw = value.get("min"), value.get("max"), value.get("raw")
    if lowest is not None and highest is not None and lowest >= highest:
        raise _outside(pointer, "min", "Send a min that is less than max.")
    if raw is not None and lowest is not None and raw < lowest:
        raise _outside(pointer, "raw", "Send a raw score that is not below min.")
    if raw is not None and highest is not None and raw > highest:
        raise _outside(pointer, "raw", "Send a raw score that is not above max.")


def _outside(pointer: str, name: str, detail: str) -> Malformed:
    return Malformed(below(pointer, name), "out_of_range", detail)


result = record(
    optional={
        "score": score,
        "success": flag,
        "completion": flag,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    }
)
