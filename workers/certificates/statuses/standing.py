"""Owns where a credential stands, in one word: the same one on every page, in every answer."""

from datetime import datetime
from typing import Final

from workers.certificates.models import Credential

VALID: Final = "valid"
EXPIRED: Final = "expired"
SUPERSEDED: Final = "superseded"
REVOKED: Final = "revoked"
ERASED: Final = "erased"
BROKEN: Final = "broken"
"""Only whoever proves a credential anew finds it broken: its row cannot say so."""


def status_of(credential: Credential, now: datetime) -> str:
    """What ended it counts before what only ran out; an erasure leaves nothing to judge."""
    if credential.erased_at:
        return ERASED
    if credential.revoked_at:
        return REVOKED
    if credential.superseded_at:
        return SUPERSEDED
    if credential.valid_until and credential.valid_until <= now:
        return EXPIRED
    return VALID
