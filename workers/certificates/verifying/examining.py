"""Owns what is examined of a credential of ours, from archived issuers' documents only."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import CampusError
from workers.certificates.models import CertificateDocument, Credential, IssuerKey
from workers.certificates.sealing import signing as pagesigning
from workers.certificates.signed import documents, proofs
from workers.certificates.statuses.standing import (
    ERASED,
    EXPIRED,
    REVOKED,
    SUPERSEDED,
    VALID,
    status_of,
)

Issuers = Mapping[str, documents.JsonObject]
"""By DID, the document that publishes an issuer's keys."""

# Said to anybody, in her language; what `proofs` says is for engineers.
FAULTS = {
    "proof_wrong": gettext_lazy("It was changed after it was signed, or another key signed it."),
    "proof_missing": gettext_lazy("It carries no proof that can be read."),
    "key_compromised": gettext_lazy(
        "It was signed when the issuer no longer answered for that key: it may be forged."
    ),
    "unknown_issuer": gettext_lazy("Its issuer is not one that this campus vouches for."),
    "credential_unreadable": gettext_lazy("It cannot be read as a certificate."),
}
STANDINGS = {
    VALID: gettext_lazy("Read from the register of the campus just now."),
    EXPIRED: gettext_lazy("The register of the campus says that its time has run out."),
    SUPERSEDED: gettext_lazy("The register of the campus says that a corrected one replaced it."),
    REVOKED: gettext_lazy("The register of the campus says that it was revoked."),
    ERASED: gettext_lazy(
        "The campus erased it, and keeps its number and its digest: only a copy can be checked."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: what, whether it holds, and how that was found out.

    `holds` is None where it could not be examined, and `how` says what that would take.
    """

    code: str
    holds: bool | None
    what: str
    how: str


def examine(credential: Credential, issuers: Issuers, now: datetime) -> Iterator[Finding]:
    """Prove again what the document says; of an erased one there is nothing left to prove."""
    if not credential.erased_at:
        yield _proof(credential, issuers)
        yield _evidence(credential)
    if hasattr(credential, "certificate"):
        yield _page(credential)
        yield seal_of(credential.certificate)
    yield standing(status_of(credential, now))


def standing(status: str) -> Finding:
    """Of an erased one the copy that somebody kept may well be in force."""
    holds = None if status == ERASED else status == VALID
    return Finding("status", holds, _("It is still in force"), str(STANDINGS[status]))


def _proof(credential: Credential, issuers: Issuers) -> Finding:
    what = _("The campus signed it, and not a letter has changed since")
    try:
        document = proofs.parse(credential.document)
        method = proofs.verify(document, issuers)
    except CampusError as fault:
        return Finding("proof", False, what, str(FAULTS.get(fault.code, fault.detail)))
    how = _("Proof {suite}, with the key {key}.").format(suite=proofs.SUITE, key=method)
    return Finding("proof", True, what, how)


def _evidence(credential: Credential) -> Finding:
    return Finding(
        "evidence",
        _signed_digest(credential) == documents.digest_of_ids(credential.evidence),
        _("The evidence is the one it was issued on"),
        _("The digest of the record ids kept is the one that was signed."),
    )


def _page(credential: Credential) -> Finding:
    digest = credential.certificate.digest
    return Finding(
        "document",
        hashlib.sha256(bytes(credential.certificate.body)).hexdigest() == digest,
        _("The PDF is the one that was made then"),
        _("Its SHA-256 is {digest}.").format(digest=digest),
    )


def seal_of(page: CertificateDocument) -> Finding:
    """What its own signature proves of the PDF that the campus keeps: its digest is only a row."""
    what = _("The PDF is signed, and not a byte has changed since")
    checked = pagesigning.check(bytes(page.body))
    if checked.is_intact and checked.is_ours:
        how = _("Signed by {signer}, with a certificate of this campus.")
        return Finding("page", True, what, how.format(signer=checked.signer))
    if checked.is_intact and checked.is_archived:
        how = _("The campus gave up the key that signed it: only the register speaks for this PDF.")
        return Finding("page", None, what, how)
    if checked.is_signed:
        how = _("Its PDF was changed, or signed by somebody else.")
        return Finding("page", False, what, how)
    if _signed_pages_by_then(page):
        return Finding("page", False, what, _("Its PDF is not signed."))
    how = _("It was made before the campus signed its PDFs.")
    return Finding("page", None, what, how)


def _signed_pages_by_then(page: CertificateDocument) -> bool:
    keys = IssuerKey.objects.filter(use=IssuerKey.Use.PAGE)
    return keys.filter(first_used_at__lte=page.rendered_at).exists()


def _signed_digest(credential: Credential) -> str:
    try:
        evidence = proofs.parse(credential.document)["evidence"]
        return str(evidence[0]["digestSRI"])
    except (CampusError, KeyError, IndexError, TypeError):
        return ""
