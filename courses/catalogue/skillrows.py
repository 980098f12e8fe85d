"""Owns what one line of a framework's table says: a skill, its words by language, its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.errors import Fault
from courses.catalogue.sheets import Row

LEVELS = (1, 2, 3, 4)
_is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class ToldLevel:
    """What having a skill at a level means, and where its framework words it."""

    title: dict[str, str]
    alignment: str


@dataclass(frozen=True, slots=True)
class ToldSkill:
    """What a line does not say is empty, and stays as it is."""

    row: Row
    key: str
    code: str
    title: dict[str, str]
    description: dict[str, str]
    alignment: str
    levels: Mapping[int, ToldLevel] = field(default_factory=dict)


def columns() -> tuple[str, ...]:
    """Every column that is read; `key` or `code`, and one title, are needed."""
    texts = [f"{name}_{code}" for name in ("title", "description") for code in _languages()]
    levels = [f"level{level}_{code}" for level in LEVELS for code in (*_languages(), "alignment")]
    return ("key", "code", "alignment", *texts, *levels)


def read_row(row: Row) -> ToldSkill | Fault:
    title = {code: text[:300] for code, text in _texts(row, "title").items()}
    key = slugify(row.text("key") or row.text("code") or next(iter(title.values()), ""))[:120]
    if not title or not key:
        return row.fault("no_title", _("this skill has no title: fill in title_fr or title_en."))
    for address in _addresses(row):
        if not _leads_somewhere(address):
            detail = _("“{address}” is no address: begin it with https://.")
            return row.fault("bad_address", detail.format(address=address))
    return ToldSkill(
        row=row,
        key=key,
        code=row.text("code")[:120],
        title=title,
        description=_texts(row, "description"),
        alignment=row.text("alignment"),
        levels=_levels(row),
    )


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _texts(row: Row, name: str) -> dict[str, str]:
    told = {code: row.text(f"{name}_{code}") for code in _languages()}
    return {code: text for code, text in told.items() if text}


def _levels(row: Row) -> dict[int, ToldLevel]:
    told = {
        level: ToldLevel(_texts(row, f"level{level}"), row.text(f"level{level}_alignment"))
        for level in LEVELS
    }
    return {level: one for level, one in told.items() if one.title or one.alignment}


def _addresses(row: Row) -> Iterator[str]:
    names = ("alignment", *(f"level{level}_alignment" for level in LEVELS))
    return (row.text(name) for name in names if row.text(name))


def _leads_somewhere(address: str) -> bool:
    try:
        _is_address(address)
    except ValidationError:
        return False
    return len(address) <= 500
