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

from workers.certificates.signed.canonical import CREDENTIALS_V2, OPEN_BADGES_V3

MEDIA_TYPE = "application/vc"
# Two of the values of Open Badges 3.0, section B.2.1: `AchievementType`.
COMPLETION, CERTIFICATE = "CertificateOfCompletion", "Certificate"
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
class Profile:
    """Who thought the achievement out, where that is another organisation than the issuer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Skill:
    """What its holder is able to do; one that no framework knows (no `address`) is a tag."""

    name: str
    address: str = ""
    framework: str = ""
    code: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """What was achieved, as the version of the achievement said at that moment."""

    id: UUID
    version: int
    name: str
    description: str
    criteria: str
    language: str
    type: str = COMPLETION
    skills: tuple[Skill, ...] = ()
    creator: Profile | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why it was issued; `genre` is a word for what it is, `digest` that of what it stands for."""

    name: str
    narrative: str
    digest: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another credential that this one points at: its address and the digest of its bytes."""

    address: str
    digest: str


@dataclass(frozen=True, slots=True)
class Status:
    """Where the world reads whether it is still in force: a bit of a signed list."""

    list_address: str
    index: int


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
    description: str = "",
    valid_until: datetime | None = None,
    status: Status | None = None,
) -> JsonObject:
    """Source: Open Badges 3.0, section B.1.2; VC Data Model 2.0, sections 4 and 5.3."""
    document: JsonObject = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "description": description,
        "issuer": {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            "url": issuer.url,
        },
        "validFrom": instant(issued_at),
        "validUntil": instant(valid_until) if valid_until else "",
        "credentialSubject": _subject(subject, earned),
        "evidence": [_evidence(one) for one in evidence],
        "relatedResource": [
            {"id": one.address, "digestSRI": one.digest, "mediaType": MEDIA_TYPE} for one in related
        ],
        "credentialStatus": status_entry(status) if status else {},
    }
    return _said(document)


def _said(part: JsonObject) -> JsonObject:
    """Without what says nothing: an empty property would be signed as nothing at all."""
    return {name: value for name, value in part.items() if value not in ("", [], {})}


def status_entry(status: Status) -> JsonObject:
    """Source: Bitstring Status List 1.0, section 2.1."""
    return {
        "id": f"{status.list_address}#{status.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status.index),
        "statusListCredential": status.list_address,
    }


def _subject(subject: Subject, earned: Earned) -> JsonObject:
    named = {
        "type": "IdentityObject",
        "identityType": "name",
        "identityHash": subject.name,
        "hashed": False,
    }
    return _said(
        {
            "id": f"urn:uuid:{subject.id}",
            "type": ["AchievementSubject"],
            "identifier": [named],
            "achievement": _achievement(earned),
            "role": subject.role,
        }
    )


def _achievement(earned: Earned) -> JsonObject:
    creator = earned.creator
    return _said(
        {
            "id": f"urn:uuid:{earned.id}",
            "type": ["Achievement"],
            "achievementType": earned.type,
            "name": earned.name,
            "description": earned.description,
            "criteria": {"narrative": earned.criteria},
            "version": str(earned.version),
            "inLanguage": earned.language,
            "creator": {"id": creator.id, "type": ["Profile"], "name": creator.name}
            if creator
            else {},
            "alignment": [_alignment(skill) for skill in earned.skills if skill.address],
            "tag": [skill.name for skill in earned.skills if not skill.address],
        }
    )


def _alignment(skill: Skill) -> JsonObject:
    """Source: Open Badges 3.0, section B.1.4; a skill is what CTDL-ASN calls a competency."""
    return _said(
        {
            "type": ["Alignment"],
            "targetName": skill.name,
            "targetUrl": skill.address,
            "targetFramework": skill.framework,
            "targetCode": skill.code,
            "targetDescription": skill.level,
            "targetType": "ceasn:Competency",
        }
    )


def _evidence(evidence: Evidence) -> JsonObject:
    return _said(
        {
            "type": ["Evidence"],
            "name": evidence.name,
            "narrative": evidence.narrative,
            "genre": evidence.genre,
            "digestSRI": evidence.digest,
        }
    )


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest_of_ids(ids: Iterable[UUID | str]) -> str:
    """Of the sorted ids, one a line: the order in which they were found does not matter."""
    return digest("\n".join(sorted(str(id_) for id_ in ids)).encode())


def digest(content: bytes) -> str:
    """As `digestSRI` wants it.  Source: W3C Subresource Integrity, section 3.1."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
