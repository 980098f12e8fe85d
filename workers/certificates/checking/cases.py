"""Owns one file under judgement: what was read in it, and what the register has of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workers.certificates.signed.proofs import issuer_of

from ..models import Credential
from . import judgements as say
from .claims import ISSUED, UNTIL, moment
from .readings import PROVED, Reading


@dataclass(slots=True)
class Case:
    """One file under judgement.

    `credential` is set only once its proof by the campus holds, and the register holds the same:
    `is_as_registered` is False where it holds another one, and None where it cannot tell.
    `is_shown_proved` says whether what the file shows to people is proved too; None of a file
    that shows nothing.
    """

    body: bytes
    reading: Reading
    document: dict[str, Any]
    issuers: dict[str, Any]
    now: datetime
    credential: Credential | None = None
    is_as_registered: bool | None = True
    is_shown_proved: bool | None = None
    said: dict[str, str] = field(default_factory=dict)
    on_page: dict[str, bool] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        did = issuer_of(self.document)
        if did in self.issuers:
            return say.OURS
        return say.ITS_OWN_KEY if did.startswith("did:key:") else say.UNKNOWN

    @property
    def is_proved(self) -> bool:
        return self.reading.proof is not None and self.reading.proof.code == PROVED

    @property
    def has_expired(self) -> bool:
        """By its own date."""
        until = moment(self.said.get(UNTIL, ""))
        return until is not None and until <= self.now

    @property
    def has_begun(self) -> bool | None:
        """By its own date; None where that cannot be read."""
        issued = moment(self.said.get(ISSUED, ""))
        return None if issued is None else issued <= self.now
