"""Numbers as people write them, French or English, and as the key holds them."""

from __future__ import annotations

import re
from decimal import Decimal

_BLANKS = re.compile(r"[ \t\u00a0\u202f\u2009]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,2})?")
_TOLERANCE = re.compile(r"(.*?)[ \t\u00a0\u202f]*(?:±|\+/?-)[ \t\u00a0\u202f]*(.*)", re.S)


def number(text: str) -> str | None:
    """`−3,50` → `-3.50`, blanks between digits taken out; None for what is no number."""
    plain = _BLANKS.sub("", text).replace("\u2212", "-").replace(",", ".")
    return plain if _NUMBER.fullmatch(plain) else None


def real(text: str) -> float | None:
    plain = number(text)
    return None if plain is None else float(plain)


def with_tolerance(text: str) -> tuple[str, float | None] | None:
    """`3,14 ± 0,01` → ("3.14", 0.01); None unless both are numbers, the tolerance not negative."""
    found = _TOLERANCE.fullmatch(text)
    value = number(found[1] if found else text)
    if value is None or found is None:
        return None if value is None else (value, None)
    within = real(found[2])
    return None if within is None or within < 0 else (value, within)


def percent(text: str) -> float | None:
    """`33,3` (what stands before %) → 0.333, without a rounding on the way."""
    plain = number(text)
    return None if plain is None else float(Decimal(plain) / 100)


def in_percent(share: float) -> str:
    return plain_number(Decimal(repr(share)) * 100)


def plain_number(value: float | Decimal) -> str:
    """The shortest decimal that reads back as the same number, without an exponent."""
    spelt = value if isinstance(value, Decimal) else Decimal(repr(value))
    text = format(spelt, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
