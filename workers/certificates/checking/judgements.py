"""Owns the verdicts about dropped files, and their words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from workers.certificates.verifying.examining import Finding

VALID: Final = "valid"
EXPIRED: Final = "expired"
SUPERSEDED: Final = "superseded"
REVOKED: Final = "revoked"
ALTERED: Final = "altered"
PAGE_ALTERED: Final = "page_altered"
SIGNED: Final = "signed"
UNVERIFIABLE: Final = "unverifiable"
UNREGISTERED: Final = "unregistered"
UNREADABLE: Final = "unreadable"

OURS: Final = "campus"
ITS_OWN_KEY: Final = "did:key"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing the certificate says; `is_on_page` is None where there is no page to compare.

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
    """

    kind: str
    verdict: str
    advice: str
    trouble: str = ""
    origin: str = UNKNOWN
    issuer: str = ""
    issuer_id: str = ""
    credential: str = ""
    is_erased: bool = False
    is_demonstration: bool = False
    ended_at: datetime | None = None
    reason: str = ""
    fields: tuple[Field, ...] = ()
    findings: tuple[Finding, ...] = ()


LABELS: Final = {
    "title": _("Title"),
    "achievement": _("Achievement"),
    "recipient": _("Holder"),
    "role": _("Role"),
    "issuer": _("Issuer"),
    "issued": _("Issued"),
    "valid_until": _("Valid until"),
    "criteria": _("Criteria"),
    "number": _("Number"),
}

ADVICE: Final = {
    VALID: _("The campus issued it, nothing of it was changed, and it is in force."),
    EXPIRED: _("It is genuine, and its time has run out: what it says was true when issued."),
    SUPERSEDED: _("It is genuine, and a corrected one took its place: ask its holder for that."),
    REVOKED: _("It is genuine, and the campus revoked it: it does not count any more."),
    ALTERED: _("Something in it was changed after it was signed: believe nothing of what it says."),
    PAGE_ALTERED: _(
        "The certificate attached to this PDF is genuine, but the page you see was changed: "
        "believe only what is listed below as signed."
    ),
    SIGNED: _(
        "Not a letter has changed since it was signed. Who holds the key that signed it, "
        "this campus does not know."
    ),
    UNVERIFIABLE: _(
        "Another issuer made it. Whether it is genuine cannot be found out here without asking "
        "that issuer over the network; this is what it says."
    ),
    UNREGISTERED: _(
        "The campus’s key signed it, but the register of the campus does not know it: "
        "ask the campus."
    ),
}

TROUBLES: Final = {
    "unknown_kind": _("It is none of the files that carry a certificate: PDF, PNG, JSON or JWT."),
    "no_credential": _(
        "There is no certificate in this file that a machine could check. A scan, a print or a "
        "picture of one carries none: ask for the file itself, or open the address printed on it."
    ),
    "open_badges_2": _(
        "It carries a badge of the older kind, Open Badges 2: its issuer checks it."
    ),
    "encrypted": _("The PDF is encrypted: save it without a password, then drop it again."),
    "damaged": _("The file is damaged: ask for it again where it came from."),
    "not_json": _("What should be the certificate is not text that a machine can read."),
    "too_long": _("The text in it is far longer than a certificate can be."),
    "too_deep": _("It is nested far more deeply than a certificate can be."),
    "too_many_parts": _("It has far more parts than a certificate can have."),
    "too_much": _("Reading it takes more memory than a certificate can need."),
    "broke_off": _(
        "Reading it took more time or memory than a certificate can need, or the file is damaged."
    ),
}
