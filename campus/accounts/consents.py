"""Owns giving an agreement and taking it back; each is dated and kept."""

from django.db import transaction
from django.utils import timezone

from .models import Consent, User


def has_given(person: User, kind: Consent.Kind) -> bool:
    return Consent.objects.filter(person=person, kind=kind, withdrawn_at=None).exists()


@transaction.atomic
def give(*, person: User, kind: Consent.Kind) -> Consent:
    """Agree; whoever agreed before keeps that date."""
    now = timezone.now()
    live = {"person": person, "kind": kind, "withdrawn_at": None}
    return Consent.objects.get_or_create(**live, defaults={"given_at": now})[0]


@transaction.atomic
def take_back(*, person: User, kind: Consent.Kind) -> None:
    live = Consent.objects.filter(person=person, kind=kind, withdrawn_at=None)
    live.update(withdrawn_at=timezone.now())
