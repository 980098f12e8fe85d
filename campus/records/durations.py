"""Owns how long a record says that somebody learnt, without the time she was away: pure."""

import re
from decimal import Decimal
from functools import lru_cache

LONGEST_SECONDS = 30 * 60
"""A record counts for half an hour at most: a longer stretch says that a page was left open."""

_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_DATE = "(?:(?P<years>#)Y)?(?:(?P<months>#)M)?(?:(?P<weeks>#)W)?(?:(?P<days>#)D)?"
_TIME = "(?:T(?:(?P<hours>#)H)?(?:(?P<minutes>#)M)?(?:(?P<seconds>#)S)?)?"
_DURATION = re.compile(f"P{_DATE}{_TIME}".replace("#", _NUMBER))
_SECONDS = {
    "years": 31_536_000,
    "months": 2_592_000,
    "weeks": 604_800,
    "days": 86_400,
    "hours": 3_600,
    "minutes": 60,
    "seconds": 1,
}


@lru_cache(maxsize=10_000)
def active_seconds(duration: str | None) -> int | None:
    """Whole seconds of an ISO 8601 duration, cut to `LONGEST_SECONDS`; None where none is said.

    A month counts thirty days and a year 365: both are cut anyway.
    """
    found = _DURATION.fullmatch(duration) if duration else None
    if found is None:
        return None
    said = {unit: text for unit, text in found.groupdict().items() if text}
    total = sum(Decimal(text.replace(",", ".")) * _SECONDS[unit] for unit, text in said.items())
    return int(min(total, LONGEST_SECONDS))
