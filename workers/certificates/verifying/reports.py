"""Owns the shape of the public answer about a credential."""

from dataclasses import dataclass
from datetime import datetime

from workers.certificates.verifying.examining import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a stranger may know about a credential whose address she was given."""

    id: str
    status: str
    title: str
    kind: str
    achievement: str
    description: str
    recipient: str
    is_masked: bool
    is_shared: bool
    subject_kind: str
    role: str
    language: str
    issuer: str
    issuer_id: str
    issued_at: datetime
    valid_until: datetime | None
    revoked_at: datetime | None
    revocation_reason: str
    superseded_at: datetime | None
    superseded_by: str | None
    supersedes: str | None
    erased_at: datetime | None
    version: int
    criteria: str
    how_earned: str
    skills: tuple[str, ...]
    signatories: tuple[str, ...]
    records: int
    evidence_digest: str
    document_digest: str
    evidence_withdrawn_at: datetime | None
    records_withdrawn: int
    is_demonstration: bool
    findings: tuple[Finding, ...]
