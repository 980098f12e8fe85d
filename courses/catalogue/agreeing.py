"""Owns a person's word on being shown as an expert or for a lab: hers for each row, and its words.

Agreeing is to what she read. Whoever rewrites it asks her again, and nothing is shown meanwhile.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts import consents
from campus.accounts.models import Consent, User
from campus.errors import Conflict, NotFound
from courses.catalogue import revising
from courses.models import Resource

READ_BY_HER = ("kind", "organisation_id", "title", "summary", "address", "licence", "person_id")


def stamp(resource: Resource) -> str:
    """Names the words that a person reads before she agrees to them."""
    words = [getattr(resource, name) for name in READ_BY_HER]
    return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()[:32]


@transaction.atomic
def keep(*, resource: Resource) -> None:
    """Save what an editor wrote; other words than she agreed to wait for her."""
    was = Resource.objects.select_for_update().filter(pk=resource.pk).first()
    says_the_same = was is not None and stamp(was) == stamp(resource)
    resource.agreed_at = was.agreed_at if was and says_the_same else None
    resource.save()
    revising.bump()


@transaction.atomic
def agree(*, person: User, resource_id: UUID, read: str) -> None:
    """Raises NotFound for what is not about her, Conflict if it says something else by now."""
    resource = _about(person, resource_id)
    if stamp(resource) != read:
        detail = _("This text was changed meanwhile: read it again before you agree.")
        raise Conflict(detail, code="changed_meanwhile")
    consents.give(person=person, kind=Consent.Kind.LISTED)
    if resource.agreed_at is None:
        resource.agreed_at = timezone.now()
        resource.save(update_fields=["agreed_at", "changed_at"])
    revising.bump()


@transaction.atomic
def take_back(*, person: User, resource_id: UUID) -> None:
    """Once she is shown nowhere, her agreement to be listed ends too."""
    resource = _about(person, resource_id)
    resource.agreed_at = None
    resource.save(update_fields=["agreed_at", "changed_at"])
    if not Resource.objects.filter(person=person, agreed_at__isnull=False).exists():
        consents.take_back(person=person, kind=Consent.Kind.LISTED)
    revising.bump()


def _about(person: User, resource_id: UUID) -> Resource:
    rows = Resource.objects.select_for_update().filter(person=person, pk=resource_id)
    found = rows.exclude(kind=Resource.Kind.TOOL).first()
    if found is None:
        raise NotFound(_("There is no such text about you: look at your account."))
    return found
