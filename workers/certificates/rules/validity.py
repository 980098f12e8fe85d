"""Owns how long a credential holds, and when it may be renewed: months of the calendar; pure."""

import calendar
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Paris")
_FIRST_MOMENT, _LAST_MOMENT = time(0), time(23, 59, 59)


def valid_until(issued_at: datetime, months: int | None) -> datetime | None:
    """The end of the same day of the month so many months later, or of that month's last day.

    None where it holds for ever.
    """
    return _shifted(issued_at, months, _LAST_MOMENT) if months else None


def renewal_opens(until: datetime | None, months: int | None) -> datetime | None:
    """The beginning of the day so many months before it ends, or of that month's last day.

    None where nothing ends or nothing is renewed.
    """
    return _shifted(until, -months, _FIRST_MOMENT) if until and months is not None else None


def _shifted(moment: datetime, months: int, at: time) -> datetime:
    day = moment.astimezone(ZONE).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    shifted = day.replace(year=year, month=month + 1, day=min(day.day, last))
    return datetime.combine(shifted, at, tzinfo=ZONE)
