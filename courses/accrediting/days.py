"""Owns the days that tables of other platforms write: figures, words, with an hour or without."""

import re
from datetime import date, datetime

_FIGURES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y")
_NAMES = (
    "january janvier", "february février", "march mars", "april avril", "may mai", "june juin",
    "july juillet", "august août", "september septembre", "october octobre",
    "november novembre", "december décembre",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
# Monday, 3 May 2026, 10:15 AM – lundi 3 mai 2026, 10:15
_DAY_FIRST = re.compile(r"(?:[^\W\d]+,? )?(\d{1,2})(?:er)? ([^\W\d]+) (\d{4})\b")
# Sunday, May 3, 2026, 10:15 AM
_MONTH_FIRST = re.compile(r"(?:[^\W\d]+, )?([^\W\d]+) (\d{1,2}), (\d{4})\b")


def day_of(text: str) -> date | None:
    """None where it is no day; in figures the day comes before the month, or the year first."""
    head = re.split(r"[T ,]", text, maxsplit=1)[0]
    for form in _FIGURES:
        try:
            return datetime.strptime(head, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return _in_words(text.casefold())


def _in_words(text: str) -> date | None:
    if found := _DAY_FIRST.match(text):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.match(text):
        name, day, year = found.groups()
    else:
        return None
    try:
        return date(int(year), _MONTHS[name], int(day))
    except (KeyError, ValueError):
        return None
