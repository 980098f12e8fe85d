"""Owns the register of what a client may be let to assert on: courses, by kind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from campus.errors import NotFound


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that clients may assert on, and how to find one of it.

    `called` is shown as a heading, `by_slug` answers None where there is none, and `listed` gives
    all with their titles.
    """

    called: Any
    by_slug: Callable[[str], UUID | None]
    listed: Callable[[], Iterable[tuple[UUID, str]]]


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Called at start-up by the package that owns things of this kind; `name` is a word."""
    _kinds[name] = kind


def names() -> list[str]:
    return sorted(_kinds)


def find(name: str, slug: str) -> UUID:
    """The id of the one with this slug; raises NotFound."""
    found = _kinds[name].by_slug(slug)
    if found is None:
        detail = _("There is no {kind} “{slug}”: check its address.")
        raise NotFound(detail.format(kind=name, slug=slug))
    return found


def choices() -> list[tuple[str, list[tuple[UUID, str]]]]:
    """All there is, by kind, as a form offers it."""
    return [(str(_kinds[name].called), list(_kinds[name].listed())) for name in names()]
