"""Owns the verdicts about dropped files, and what a judgement tells."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from workers.certificates.verifying.examining import Finding

VALID: Final = "valid"
EXPIRED: Final = "expired"
SUPERSEDED: Final = "superseded"
REVOKED: Final = "revoked"
ALTERED: Final = "altered"
PAGE_ALTERED: Final = "page_altered"
PAGE_UNPROVED: Final = "page_unproved"
PICTURE_UNPROVED: Final = "picture_unproved"
SEVERAL: Final = "several"
CONTRADICTED: Final = "contradicted"
SIGNED: Final = "signed"
UNVERIFIABLE: Final = "unverifiable"
UNREGISTERED: Final = "unregistered"
UNREADABLE: Final = "unreadable"
VERDICTS: Final = (
    VALID,
    EXPIRED,
    SUPERSEDED,
    REVOKED,
    ALTERED,
    PAGE_ALTERED,
    PAGE_UNPROVED,
    PICTURE_UNPROVED,
    SEVERAL,
    CONTRADICTED,
    SIGNED,
    UNVERIFIABLE,
    UNREGISTERED,
    UNREADABLE,
)

OURS: Final = "campus"
ITS_OWN_KEY: Final = "did:key"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the certificate says; `is_on_page` is False where the page lacks it, else None.

    That its letters stand in a page proves nothing of what covers them: it is never True.
    `at` is the moment that the value names, where it names one.
    """

    code: str
    label: str
    value: str
    is_on_page: bool | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is true of a file and what is not; `credential` is the id of one of ours.

    `ended_at` is when one of ours was revoked, replaced or ran out, `reason` why it was revoked.
    `is_shown_proved` says whether the page or the picture is proved too, and not only the
    certificate in it; None of a file that shows nothing.
    """

    kind: str
    verdict: Annotated[str, Meta(extra_json_schema={"enum": list(VERDICTS)})]
    advice: str
    trouble: str = ""
    origin: str = UNKNOWN
    issuer: str = ""
    issuer_id: str = ""
    credential: str = ""
    is_shown_proved: bool | None = None
    is_erased: bool = False
    is_demonstration: bool = False
    ended_at: datetime | None = None
    reason: str = ""
    fields: tuple[Field, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_to_be_compared(self) -> bool:
        """Whether people must hold what is signed against what they see."""
        return self.verdict in (PAGE_ALTERED, PAGE_UNPROVED, PICTURE_UNPROVED)


LABELS: Final = {
    "title": _("Title"),
    "achievement": _("What was earned"),
    "recipient": _("Holder"),
    "role": _("Role"),
    "issuer": _("Issuer"),
    "issued": _("Issued"),
    "valid_until": _("Valid until"),
    "criteria": _("Criteria"),
    "number": _("Number"),
}
