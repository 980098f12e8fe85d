"""Owns what the register says of a credential whose proof by the campus holds."""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from workers.certificates.signed import proofs
from workers.certificates.statuses.standing import ERASED, status_of
from workers.certificates.verifying.examining import STANDINGS, Finding
from workers.certificates.verifying.reporting import find

from ..models import Credential
from .judgements import EXPIRED, REVOKED, SUPERSEDED, UNREGISTERED, VALID
from .readings import Reading
from .texts import is_token

_PLACE: Final = "/verify/"
# What a token says beside its credential.  Source: Open Badges 3.0, section 8.2.4.
_OF_TOKENS: Final = ("iss", "jti", "sub", "nbf", "exp", "iat")


def find_registered(address: object) -> Credential | None:
    """The row of the credential that names itself so."""
    if not isinstance(address, str) or _PLACE not in address:
        return None
    return find(address.rsplit(_PLACE, 1)[1])


def is_as_held(credential: Credential, reading: Reading) -> bool | None:
    """Whether it says what was issued under its number: a key can be stolen, the register not so.

    Of an erased one only the digest of the signed text is kept: another spelling of it, as in a
    token, can be neither confirmed nor refuted (None).
    """
    document = reading.document or {}
    if credential.erased_at:
        spellings = (reading.text, json.dumps(document, ensure_ascii=False, indent=1))
        digests = (hashlib.sha256(one.encode()).hexdigest() for one in spellings)
        return True if credential.document_digest in digests else None
    beside = _OF_TOKENS if is_token(reading.text) else ()
    return _unproved(document, *beside) == _unproved(proofs.parse(credential.document))


def _unproved(document: dict[str, Any], *beside: str) -> dict[str, Any]:
    left_out = ("proof", *beside)
    return {name: part for name, part in document.items() if name not in left_out}


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


def registered(
    credential: Credential | None, verdict: str, *, is_as_registered: bool | None
) -> Finding:
    what = _("It is still in force")
    if is_as_registered is False:
        how = _("The register of the campus holds another certificate under this number.")
        return Finding("status", False, what, how)
    if is_as_registered is None:
        how = _(
            "The campus erased its own copy and keeps only the digest of the signed text, which "
            "this file does not spell in the same way: drop the PDF, or the JSON as it was issued."
        )
        return Finding("status", None, what, how)
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
