"""Owns the shape of the public answer about a credential."""

from dataclasses import dataclass
from datetime import datetime

from workers.certificates.verifying.examining import Finding


@dataclass(frozen=True, slots=True)
class Fact:
    """What its page says of length and content, in its language."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a team carried out, and what came of it."""

    title: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Skill:
    """What its holder is able to do; `address` leads to where a framework says what that means."""

    name: str
    address: str
    framework: str
    code: str

    @property
    def is_link(self) -> bool:
        return self.address.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a stranger may know about a credential whose address she was given."""

    id: str
    status: str
    title: str
    kind: str
    because: str
    achievement: str
    description: str
    recipient: str
    is_masked: bool
    is_shared: bool
    subject_kind: str
    role: str
    people: str
    facts: tuple[Fact, ...]
    projects: tuple[Project, ...]
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
    skills: tuple[Skill, ...]
    signatories: tuple[str, ...]
    related: tuple[str, ...]
    records: int
    evidence_digest: str
    document_digest: str
    evidence_withdrawn_at: datetime | None
    records_withdrawn: int
    is_demonstration: bool
    findings: tuple[Finding, ...]
