"""Owns the campus's move to another domain: what it was called before goes on being proved."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campus.accounts.models import Organisation
from campus.audit.noting import note
from campus.errors import Conflict, Invalid
from workers.certificates.issuers import keys
from workers.certificates.issuers.signing import archive
from workers.certificates.models import IssuerKey
from workers.certificates.operating import rotating
from workers.certificates.signed.issuer import did_of


@transaction.atomic
def move(to: str) -> str:
    """Call the campus by its new address from now on; answers the one of before.

    The keys at hand are published under the new name before they sign for it. Raises Invalid
    where the settings do not name both already: processes would disagree on who they are.
    """
    campus = Organisation.objects.select_for_update().get(is_campus=True)
    before = campus.iri
    if to != settings.CAMPUS_IRI:
        raise Invalid(f"Set CAMPUS_IRI={to} for every process first.", code="not_set")
    if before == to:
        raise Conflict(f"This campus is {to} already.", code="already_there")
    if missing := forgotten_names() | ({before} - set(settings.CAMPUS_FORMER_IRIS)):
        raise Invalid(
            f"Set CAMPUS_FORMER_IRIS to hold {' '.join(sorted(missing))} first.", code="not_set"
        )
    campus.iri = to
    campus.save(update_fields=["iri"])
    for use in keys.FILES:
        _publish(use)
    note(by=None, deed="campus.moved", about=campus, detail={"before": before, "after": to})
    return before


def forgotten_names() -> set[str]:
    """Addresses under which credentials were signed and that the settings do not name."""
    signed = set(IssuerKey.objects.values_list("url", flat=True).distinct())
    return signed - {settings.CAMPUS_IRI, *settings.CAMPUS_FORMER_IRIS}


def _publish(use: keys.Use) -> None:
    """A key that never signed is published at its first signature; one may be missing here."""
    try:
        public = rotating.present_key(use)
    except keys.NoSigningKey:
        return
    if IssuerKey.objects.filter(public_key=public, retired_at=None).exists():
        archive(public, use=use, did=did_of(settings.CAMPUS_IRI), at=timezone.now())
