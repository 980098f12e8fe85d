"""Owns the shape of a credential: an Open Badges 3.0 `OpenBadgeCredential`, before its proof.

The least public data: the subject is named by a random id made for this credential alone, so
that two credentials of one person cannot be linked by it; there is no e-mail; the evidence is a
digest of record ids, which proves afterwards what was frozen and tells nothing by itself.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .canonical import CREDENTIALS_V2, OPEN_BADGES_V3

MEDIA_TYPE = "application/vc"
JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issuer:
    did: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who holds it: a person or a team, by the name shown; `role` is that in a team."""

    id: UUID
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """What was achieved, as the version of the achievement said at that moment."""

    id: UUID
    version: int
    name: str
    description: str
    criteria: str
    language: str


@dataclass(frozen=True, slots=True)
class Evidence:
    name: str
    narrative: str
    digest: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another credential that this one points at: its address and the digest of its bytes."""

    address: str
    digest: str


def build(
    *,
    address: str,
    name: str,
    issuer: Issuer,
    issued_at: datetime,
    subject: Subject,
    earned: Earned,
    evidence: Sequence[Evidence],
    related: Sequence[Related] = (),
) -> JsonObject:
    """Source: Open Badges 3.0, section B.1.2; VC Data Model 2.0, sections 4 and 5.3."""
    document: JsonObject = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            "url": issuer.url,
        },
        "validFrom": instant(issued_at),
        "credentialSubject": _subject(subject, earned),
        "evidence": [_evidence(one) for one in evidence],
    }
    if related:
        document["relatedResource"] = [
            {"id": one.address, "digestSRI": one.digest, "mediaType": MEDIA_TYPE} for one in related
        ]
    return document


def _subject(subject: Subject, earned: Earned) -> JsonObject:
    described: JsonObject = {
        "id": f"urn:uuid:{subject.id}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "identityHash": subject.name,
                "hashed": False,
            }
        ],
        "achievement": {
            "id": f"urn:uuid:{earned.id}",
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": earned.name,
            "description": earned.description,
            "criteria": {"narrative": earned.criteria},
            "version": str(earned.version),
            "inLanguage": earned.language,
        },
    }
    return described | ({"role": subject.role} if subject.role else {})


def _evidence(evidence: Evidence) -> JsonObject:
    return {
        "type": ["Evidence"],
        "name": evidence.name,
        "narrative": evidence.narrative,
        "digestSRI": evidence.digest,
    }


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest_of_ids(ids: Iterable[UUID | str]) -> str:
    """Of the sorted ids, one a line: the order in which they were found does not matter."""
    return digest("\n".join(sorted(str(id_) for id_ in ids)).encode())


def digest(content: bytes) -> str:
    """As `digestSRI` wants it.  Source: W3C Subresource Integrity, section 3.1."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
