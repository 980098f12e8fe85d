"""Owns instants as xAPI writes them: read from ISO 8601 or RFC 3339, written in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from .shapes import formatted

_DATE = r"(?P<year>\d{4})(?P<dash>-?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
_OFFSET = r"(?P<utc>[Zz])|(?P<sign>[+\-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?"
_TIMESTAMP = re.compile(rf"{_DATE}[Tt ]{_TIME}(?:{_OFFSET})?", re.ASCII)


def instant(value: str) -> datetime | None:
    """The instant in UTC, to the microsecond; None where the text is no timestamp.

    ISO 8601 in basic or extended form, or RFC 3339 (a blank for the T). Without an offset it is
    taken as UTC: 2.0 (4.2.7) converts rather than refuses. ISO 8601 forbids the offset -00:00.
    """
    found = _TIMESTAMP.fullmatch(value)
    if found is None:
        return None
    try:
        return _instant(found)
    except (ValueError, OverflowError):
        return None


def _instant(found: re.Match[str]) -> datetime:
    day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    microsecond = int((found["fraction"] or "0").ljust(6, "0")[:6])
    second = int(found["second"] or 0)
    # A leap second is the first moment of the next minute: datetime has no 60.
    leap = second == 60
    at = time(int(found["hour"]), int(found["minute"] or 0), 59 if leap else second, microsecond)
    moment = datetime.combine(day, at, _zone(found)) + timedelta(seconds=int(leap))
    return moment.astimezone(UTC)


def _zone(found: re.Match[str]) -> timezone:
    if found["sign"] is None:
        return UTC
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if found["sign"] == "-" and not hours and not minutes:
        raise ValueError("an offset of nothing is written with a plus")
    if hours > 23 or minutes > 59:
        raise ValueError("no such offset")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset)


def read_instant(value: str, pointer: str) -> datetime:
    """The same for who has no use for None; raises Malformed."""
    found = instant(value)
    if found is None:
        timestamp(value, pointer)
        raise AssertionError(value)
    return found


def written(moment: datetime) -> str:
    """An instant as our answers tell it: UTC, at least milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
    return f"{text.removesuffix('000')}Z"


timestamp = formatted(
    lambda value: instant(value) is not None,
    "not_a_timestamp",
    "a timestamp with its offset, such as 2026-01-31T09:00:00.000Z",
)
