"""Owns the end that a named person decides on: with a reason and a date, told and for ever."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.audit.noting import note
from campus.errors import Conflict, Invalid, NotAllowed
from workers.certificates.ends.telling import tell
from workers.certificates.models import Credential
from workers.certificates.statuses.lists import withdraw


@transaction.atomic
def revoke(*, credential: Credential, by: User, reason: str) -> Credential:
    """The register, the world's list and its holders learn of it in one transaction.

    Only this one: a team's credential and those of its members each end for reasons of their own.
    Raises NotAllowed for whoever is not campus staff, Invalid without a reason, and Conflict
    where it has ended already.
    """
    if not is_campus_staff(by):
        raise NotAllowed(_("Only campus staff revoke certificates."))
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Say why: its holder reads it."), code="reason_missing")
    held = live(credential)
    held.revoked_at, held.revoked_by, held.revocation_reason = timezone.now(), by, reason
    held.save(update_fields=["revoked_at", "revoked_by", "revocation_reason"])
    withdraw([held])
    note(by=by, deed="credential.revoked", about=("credential", held.id, held.title))
    tell(held, partial(_worded, held))
    return held


def live(credential: Credential) -> Credential:
    """The row, locked to the end of the transaction; raises Conflict where it has ended."""
    row = Credential.objects.select_for_update().get(id=credential.id)
    if row.erased_at:
        raise Conflict(_("This certificate was erased."), code="already_erased")
    if row.revoked_at:
        raise Conflict(_("This certificate was revoked already."), code="already_revoked")
    if row.superseded_at:
        raise Conflict(
            _("Another certificate replaced this one: look there."), code="already_superseded"
        )
    return row


def _worded(credential: Credential) -> tuple[str, str]:
    text = _(
        "Your certificate was revoked: {title}\n\n"
        "The reason: {reason}\n\n"
        "Whoever checks it is told so from now on. If you think that this is a mistake, answer "
        "this mail."
    )
    return _("Your certificate was revoked"), text.format(
        title=credential.title, reason=credential.revocation_reason
    )
