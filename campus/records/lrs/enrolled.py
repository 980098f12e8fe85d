"""Owns the registers of who learns here: whose a registration is, and whom an actor names."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from campus.accounts.models import User


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A live enrolment: `within` is the course or the track, what a client may assert on."""

    enrolment: UUID
    person: UUID
    within: UUID


Finder = Callable[[Collection[UUID]], dict[UUID, Enrolled]]
"""Live enrolments by their registration, of those that are asked for."""
Teams = Callable[[UUID], UUID | None]
"""The team that acts under this name."""

_finders: dict[str, Finder] = {}
_teams: list[Teams] = []


def register(object_kind: str, finder: Finder) -> None:
    """Called at start-up by the package whose enrolments objects of this kind belong to."""
    _finders[object_kind] = finder


def register_teams(teams: Teams) -> None:
    _teams.append(teams)


def kinds() -> Collection[str]:
    """What a statement may be about to move somebody's progress."""
    return _finders.keys()


def find(object_kind: str, registrations: Collection[UUID]) -> dict[UUID, Enrolled]:
    return _finders[object_kind](registrations)


def find_people(ids: Collection[UUID]) -> dict[UUID, User]:
    return User.objects.filter(is_active=True).in_bulk(list(ids))


def learner_of(actor: UUID) -> UUID | None:
    """The person or team that the log's statements call by this name."""
    person = User.objects.filter(actor=actor).values_list("id", flat=True).first()
    if person is not None:
        return person
    return next((team for find_team in _teams if (team := find_team(actor))), None)
