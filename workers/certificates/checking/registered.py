"""Owns what the register says of a credential whose proof by the campus holds."""

from datetime import datetime

from django.utils.translation import gettext as _

from workers.certificates.statuses.standing import ERASED, status_of
from workers.certificates.verifying.examining import STANDINGS, Finding
from workers.certificates.verifying.reporting import find

from ..models import Credential
from .judgements import EXPIRED, REVOKED, SUPERSEDED, UNREGISTERED, VALID

_PLACE = "/verify/"


def find_registered(address: object) -> Credential | None:
    """The row of the credential that names itself so."""
    if not isinstance(address, str) or _PLACE not in address:
        return None
    return find(address.rsplit(_PLACE, 1)[1])


def standing_of(credential: Credential | None, now: datetime) -> str:
    """A verdict; of an erased one, what the row still tells about the copy that was kept."""
    if credential is None:
        return UNREGISTERED
    status = status_of(credential, now)
    if status != ERASED:
        return status
    if credential.revoked_at:
        return REVOKED
    if credential.superseded_at:
        return SUPERSEDED
    is_past = credential.valid_until is not None and credential.valid_until <= now
    return EXPIRED if is_past else VALID


def registered(credential: Credential | None, verdict: str) -> Finding:
    what = _("It is still in force")
    if credential is None:
        how = _("The register of the campus has no certificate with this number.")
        return Finding("status", False, what, how)
    if credential.erased_at and verdict == VALID:
        how = _(
            "Its holder had the campus erase its own copy; the register keeps its number, and "
            "nothing ended it."
        )
        return Finding("status", True, what, how)
    how = str(STANDINGS[verdict])
    if verdict == REVOKED and credential.revocation_reason:
        how = f"{how} {credential.revocation_reason}"
    return Finding("status", verdict == VALID, what, how)
