"""Owns the question of who works for which organisation."""

from uuid import UUID

from django.db.models import Exists, Q, Value

from .models import Organisation, Role, User

AUTHORING = (Role.Kind.AUTHOR, Role.Kind.TRAINER)


def is_campus_staff(person: User) -> bool:
    """Campus staff see every organisation; a superuser counts as staff."""
    return person.is_superuser or has_role(person, Role.Kind.STAFF)


def campus_staff(person: User) -> Q:
    """The same as a condition, for whoever asks about rows at once."""
    roles = Role.objects.filter(person=person, kind=Role.Kind.STAFF)
    return Q(Value(True) if person.is_superuser else Exists(roles))


def has_role(person: User, *kinds: Role.Kind) -> bool:
    return Role.objects.filter(person=person, kind__in=kinds).exists()


def organisations_of(person: User, *kinds: Role.Kind) -> set[UUID]:
    """Ids of the organisations this person works for in one of these roles; staff: of all."""
    if is_campus_staff(person):
        return set(Organisation.objects.values_list("id", flat=True))
    roles = Role.objects.filter(person=person, kind__in=kinds)
    return set(roles.values_list("organisation_id", flat=True))


def campus_organisation() -> Organisation:
    """The organisation that is the campus itself, made by the first migration."""
    return Organisation.objects.get(is_campus=True)
