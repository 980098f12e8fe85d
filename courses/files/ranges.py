"""Which bytes a `Range` header asks for (RFC 9110, 14): pure rules."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})", re.IGNORECASE)


class Unsatisfiable(ValueError):
    """It asks only for bytes that are not there (14.1.2)."""


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """Start and length; None where the whole is to be sent.

    Several ranges at once, other units and what cannot be read are ignored, as a server may
    (14.2). Raises Unsatisfiable.
    """
    asked = _ONE.fullmatch(header.strip())
    if asked is None or asked[1] == asked[2] == "":
        return None
    if asked[1] == "":
        return _last(int(asked[2]), size)
    start = int(asked[1])
    last = int(asked[2]) if asked[2] else size - 1
    if asked[2] and last < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(last, size - 1) - start + 1


def _last(count: int, size: int) -> tuple[int, int]:
    if count == 0 or size == 0:
        raise Unsatisfiable
    start = max(0, size - count)
    return start, size - start
