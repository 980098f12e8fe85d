"""Owns the public answer about a credential: what is true, and what that was proved by."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.errors import CampusError, NotFound
from tracks.models import Membership

from . import documents, proofs
from .models import Credential, SubjectKind
from .signing import issuer_documents
from .withdrawn import withdrawn_from

Issuers = Mapping[str, documents.JsonObject]
"""By DID, the document that publishes an issuer's keys."""

VALID, REVOKED, BROKEN = "valid", "revoked", "broken"
# Said to anybody, in her language; what `proofs` says is for engineers.
_FAULTS = {
    "proof_wrong": gettext_lazy("It was changed after it was signed, or another key signed it."),
    "proof_missing": gettext_lazy("It carries no proof that can be read."),
    "unknown_issuer": gettext_lazy("Its issuer is not one that this campus vouches for."),
    "credential_unreadable": gettext_lazy("It cannot be read as a certificate."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined: what, whether it holds, and how that was found out."""

    code: str
    holds: bool
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a stranger may know about a credential whose address she was given."""

    id: str
    status: str
    title: str
    kind: str
    achievement: str
    recipient: str
    is_masked: bool
    subject_kind: str
    role: str
    language: str
    issuer: str
    issuer_id: str
    issued_at: datetime
    revoked_at: datetime | None
    version: int
    criteria: str
    how_earned: str
    records: int
    evidence_digest: str
    evidence_withdrawn_at: datetime | None
    records_withdrawn: int
    is_demonstration: bool
    findings: tuple[Finding, ...]


def report(id_: str, *, viewer: User | None) -> Report:
    """Look the credential up and prove it anew; raises NotFound, the same for every unknown id.

    The name is masked for everybody but the holder (for a team: its members).
    """
    credential = Credential.objects.select_related("version", "certificate").filter(id=id_).first()
    if credential is None:
        raise NotFound(
            _("No certificate has this address: compare it with the one on the document.")
        )
    findings = tuple(examine(credential, issuer_documents()))
    shown = is_holder(viewer, credential) or credential.subject_kind == SubjectKind.TEAM
    return _report(credential, findings, is_masked=not shown)


def is_holder(viewer: User | None, credential: Credential) -> bool:
    if viewer is None:
        return False
    if credential.person_id:
        return credential.person_id == viewer.id
    return Membership.objects.filter(team=credential.team_id, person=viewer, left_at=None).exists()


def masked(name: str) -> str:
    """Initials only: enough for somebody who has the document, nothing for anybody else."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def examine(credential: Credential, issuers: Issuers) -> Iterator[Finding]:
    """Prove again what the document says, from archived issuers' documents and nothing else."""
    yield _proof(credential, issuers)
    yield Finding(
        "evidence",
        _signed_digest(credential) == documents.digest_of_ids(_ids(credential)),
        _("The evidence is the one it was issued on"),
        _("The digest of the record ids kept is the one that was signed."),
    )
    if hasattr(credential, "certificate"):
        body = bytes(credential.certificate.body)
        yield Finding(
            "document",
            hashlib.sha256(body).hexdigest() == credential.certificate.digest,
            _("The PDF is the one that was made then"),
            _("Its SHA-256 is {digest}.").format(digest=credential.certificate.digest),
        )
    yield Finding(
        "status",
        credential.revoked_at is None,
        _("It is still in force"),
        _("Read from the register of the campus just now."),
    )


def _proof(credential: Credential, issuers: Issuers) -> Finding:
    what = _("The campus signed it, and not a letter has changed since")
    try:
        document = proofs.parse(credential.document)
        method = proofs.verify(document, issuers)
    except CampusError as fault:
        return Finding("proof", False, what, str(_FAULTS.get(fault.code, fault.detail)))
    how = _("Proof {suite}, with the key {key}.").format(suite=proofs.SUITE, key=method)
    return Finding("proof", True, what, how)


def _signed_digest(credential: Credential) -> str:
    try:
        evidence = proofs.parse(credential.document)["evidence"]
        return str(evidence[0]["digestSRI"])
    except (CampusError, KeyError, IndexError, TypeError):
        return ""


def _ids(credential: Credential) -> Iterable[str]:
    ids: list[str] = credential.evidence
    return ids


def _report(credential: Credential, findings: tuple[Finding, ...], *, is_masked: bool) -> Report:
    document = proofs.parse(credential.document)
    subject = document["credentialSubject"]
    name = credential.recipient_name
    withdrawn = withdrawn_from([credential.id]).get(credential.id)
    return Report(
        id=credential.id,
        status=_status(credential, findings),
        title=credential.title,
        kind=credential.face["title"],
        achievement=credential.face["subject"],
        recipient=masked(name) if is_masked else name,
        is_masked=is_masked,
        subject_kind=credential.subject_kind,
        role=subject.get("role", ""),
        language=credential.language,
        issuer=document["issuer"]["name"],
        issuer_id=document["issuer"]["id"],
        issued_at=credential.issued_at,
        revoked_at=credential.revoked_at,
        version=credential.version.number,
        criteria=subject["achievement"]["criteria"]["narrative"],
        how_earned=document["evidence"][0]["narrative"],
        records=len(credential.evidence),
        evidence_digest=document["evidence"][0]["digestSRI"],
        evidence_withdrawn_at=withdrawn.since if withdrawn else None,
        records_withdrawn=withdrawn.records if withdrawn else 0,
        is_demonstration=bool(credential.face["demonstration"]),
        findings=findings,
    )


def _status(credential: Credential, findings: Iterable[Finding]) -> str:
    if any(not f.holds for f in findings if f.code != "status"):
        return BROKEN
    return REVOKED if credential.revoked_at else VALID
