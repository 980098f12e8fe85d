"""Owns what people are told to make of a dropped file: the words of each verdict and trouble."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from . import judgements as say
from .cases import Case
from .readings import PDF, PNG

ADVICE: Final = {
    say.VALID: _("The campus issued it, nothing of it was changed, and it is in force."),
    say.EXPIRED: _("It is genuine, and its time has run out: what it says was true when issued."),
    say.SUPERSEDED: _(
        "It is genuine, and a corrected one took its place: ask its holder for that."
    ),
    say.REVOKED: _("It is genuine, and the campus revoked it: it does not count any more."),
    say.ALTERED: _(
        "Something in it was changed after it was signed: believe nothing of what it says."
    ),
    say.PAGE_ALTERED: _(
        "The certificate attached to this PDF is genuine, but the page you see was changed: "
        "believe only what is listed below as signed."
    ),
    say.PAGE_UNPROVED: _(
        "The certificate attached to this PDF is genuine. The page you see is not proved, and may "
        "say something else: compare it with what is listed below, and believe only that."
    ),
    say.PICTURE_UNPROVED: _(
        "The certificate in this picture is genuine. The picture you see is not proved, and may "
        "say something else: believe only what is listed below."
    ),
    say.SEVERAL: _(
        "It carries several certificates, and which of them is meant, nothing in it says: ask for "
        "each in a file of its own."
    ),
    say.CONTRADICTED: _(
        "The campus’s key signed it, but the register of the campus holds another certificate "
        "under its number: believe nothing of what it says, and tell the campus."
    ),
    say.SIGNED: _(
        "Not a letter has changed since it was signed. Who holds the key that signed it, "
        "this campus does not know."
    ),
    say.UNVERIFIABLE: _(
        "Another issuer made it. Whether it is genuine cannot be found out here without asking "
        "that issuer over the network; this is what it says."
    ),
    say.UNREGISTERED: _(
        "The campus’s key signed it, but the register of the campus does not know it: "
        "ask the campus."
    ),
}

# The same verdicts of a certificate that somebody unknown signed: nobody calls it genuine.
ADVICE_OF_OTHERS: Final = {
    say.PAGE_ALTERED: _(
        "Somebody unknown to this campus signed the certificate attached to this PDF, and the page "
        "you see says something else."
    ),
    say.PAGE_UNPROVED: _(
        "Somebody unknown to this campus signed the certificate attached to this PDF, and nothing "
        "proves the page you see."
    ),
    say.PICTURE_UNPROVED: _(
        "Somebody unknown to this campus signed the certificate in this picture, and nothing "
        "proves the picture you see."
    ),
}

# Said beside a verdict that tells other things of the certificate.
SHOWN: Final = {
    PDF: _("The page you see is not proved: it may say something else than what is listed below."),
    PNG: _(
        "The picture you see is not proved: it may say something else than what is listed below."
    ),
}

NOT_READ: Final = _(
    "Its proof was not checked, for reading the file took more time or memory than a certificate "
    "can need: nothing that it says is proved."
)
OTHER_SPELLING: Final = _(
    "The campus’s key signed it. The campus erased its own copy at the holder’s request, and can "
    "confirm only the very text that it issued: ask the holder for the PDF or the JSON."
)

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


def advice_of(case: Case, verdict: str) -> str:
    if verdict == say.UNVERIFIABLE and case.reading.proof is None:
        return str(NOT_READ)
    if verdict == say.UNVERIFIABLE and case.is_as_registered is None:
        return str(OTHER_SPELLING)
    if case.origin != say.OURS and verdict in ADVICE_OF_OTHERS:
        return str(ADVICE_OF_OTHERS[verdict])
    advice = str(ADVICE[verdict])
    if case.is_shown_proved is False and verdict in (say.REVOKED, say.SUPERSEDED, say.UNREGISTERED):
        advice = f"{advice} {SHOWN[case.reading.kind]}"
    return advice
