"""Owns how a deed is noted in the transaction that did it, and read again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from .deeds import DEEDS
from .models import Deed

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

# The kind, id and title of something that is no row, or no longer.
Named = tuple[str, object, str]
About = Model | Named


def note(
    *,
    by: "AbstractBaseUser | AnonymousUser | None",
    deed: str,
    about: About,
    detail: Mapping[str, Any] | None = None,
    within: Model | UUID | None = None,
) -> Deed:
    """Append one row as part of the caller's transaction; a deed undone is a deed not noted.

    `by` None is the campus itself, such as a command; `within` is what the object belongs to.
    Raises KeyError for a deed that `deeds.DEEDS` does not word.
    """
    DEEDS[deed]
    kind, object_id, title = _named(about)
    person = by if by is not None and by.pk else None
    return Deed.objects.create(
        by_id=person.pk if person else None,
        name=str(person)[:200] if person else "",
        deed=deed,
        kind=kind,
        object=str(object_id),
        title=title[:300],
        within=str(getattr(within, "pk", within) or ""),
        detail=dict(detail or {}),
    )


def deeds_about(object_id: object) -> QuerySet[Deed]:
    """What was done to an object and to all that belongs to it, newest first."""
    return Deed.objects.filter(Q(object=str(object_id)) | Q(within=str(object_id)))


def _named(about: About) -> Named:
    if isinstance(about, Model):
        return (about._meta.model_name or "", about.pk, str(about))
    return about
