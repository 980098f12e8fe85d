"""Owns how the catalogue's filters read: what an address asks for, what each filter offers."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from campus.web.templatetags.web import LANGUAGES, duration, kind_label, localised
from courses.catalogue.facts import BANDS, LONGER
from courses.catalogue.searching import Answer, Wanted
from courses.catalogue.stocking import Stock

LONGEST_QUERY = 200
LONGEST_CAP = 9_999


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    name: str
    is_chosen: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """A field of the form: its name in the address, its label, what may be chosen."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the query without it."""

    label: str
    name: str
    query: str


def wanted_in(query: QueryDict) -> Wanted:
    """What the form asks for; a filter that makes no sense is as good as none."""
    asked = {
        name: str(text).replace("\0", "")[:LONGEST_QUERY].strip() for name, text in query.items()
    }
    longest = asked.get("max_minutes", "")
    return Wanted(
        q=" ".join(asked.get("q", "").split()),
        skill=asked.get("skill") or None,
        language=_known(asked.get("language"), LANGUAGES),
        level=_known(asked.get("level"), ("1", "2", "3", "4")),
        duration=_known(asked.get("duration"), _BAND_ORDER),
        kind=asked.get("kind") or None,
        provider=asked.get("provider") or None,
        max_minutes=min(int(longest), LONGEST_CAP) if longest.isdecimal() else None,
    )


def _known(value: str | None, values: Container[str]) -> str | None:
    return value if value in values else None


def choices(wanted: Wanted, found: Answer) -> list[Filter]:
    """What each filter offers, with the number of courses it would leave; the chosen one too."""
    return [
        Filter(name, label, _offered(name, wanted.chosen.get(name), found))
        for name, label in _names().items()
    ]


def chosen_chips(query: QueryDict, wanted: Wanted, stock: Stock) -> list[Chip]:
    chips = [
        Chip(label, _name(name, wanted.chosen[name], stock), _without(query, name))
        for name, label in _names().items()
        if name in wanted.chosen
    ]
    if wanted.max_minutes is not None:
        most = _("at most {duration}").format(duration=duration(wanted.max_minutes))
        chips.append(Chip(_("Duration"), most, _without(query, "max_minutes")))
    return chips


def offered_skills(stock: Stock, *, most: int = 8) -> list[Choice]:
    """Where to begin instead: the skills that most courses lead to."""
    everything = stock.shelves.count(stock.shelves.everything, {})["skill"]
    return [Choice(key, _name("skill", key, stock), False, n) for key, n in everything[:most]]


def _offered(name: str, chosen: str | None, found: Answer) -> list[Choice]:
    counted = dict(found.counts[name])
    if chosen and chosen not in counted:
        counted[chosen] = 0
    made = [Choice(v, _name(name, v, found.stock), v == chosen, n) for v, n in counted.items()]
    return sorted(made, key=_ORDERS.get(name, lambda choice: -choice.count))


def _names() -> dict[str, str]:
    return {
        "skill": _("Skill"),
        "level": _("Level"),
        "duration": _("Duration"),
        "language": _("Language"),
        "kind": _("Contains"),
        "provider": _("Offered by"),
    }


def _name(name: str, value: str, stock: Stock) -> str:
    if name == "level":
        return _("Level %(level)s") % {"level": value}
    if name == "duration":
        return _band(value)
    if name == "kind":
        return kind_label(value)
    if name == "language":
        return str(LANGUAGES.get(value, value))
    if name == "skill":
        return localised(stock.skills.get(value, value))
    return stock.providers.get(value, value)


def _band(value: str) -> str:
    if value == LONGER:
        return _("More than {duration}").format(duration=duration(BANDS[-1]))
    most = int(value)
    least = max((band for band in BANDS if band < most), default=0)
    if not least:
        return _("Up to {duration}").format(duration=duration(most))
    return _("{shortest} to {longest}").format(shortest=duration(least), longest=duration(most))


def _without(query: QueryDict, name: str) -> str:
    left_out = (name, "after", "before")
    return urlencode({n: text for n, text in query.items() if text and n not in left_out})


_BAND_ORDER = [*map(str, BANDS), LONGER]
_ORDERS: dict[str, Callable[[Choice], int | str]] = {
    "level": lambda choice: choice.value,
    "duration": lambda choice: _BAND_ORDER.index(choice.value),
}
