"""Owns how long a credential holds: calendar months in the campus's time zone; pure."""

import calendar
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Paris")
_LAST_MOMENT: Final = time(23, 59, 59)


def valid_until(issued_at: datetime, months: int | None) -> datetime | None:
    """The end of the same day of the month so many months later, or of that month's last day.

    None where it holds for ever.
    """
    return _shifted(issued_at, months) if months else None


def renewal_opens(until: datetime | None, months: int | None) -> datetime | None:
    """So many months before it ends; None where nothing ends or nothing is renewed."""
    return _shifted(until, -months) if until and months is not None else None


def _shifted(moment: datetime, months: int) -> datetime:
    day = moment.astimezone(ZONE).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    shifted = day.replace(year=year, month=month + 1, day=min(day.day, last))
    return datetime.combine(shifted, _LAST_MOMENT, tzinfo=ZONE)
