"""Owns what a credential says, as its signed document and its frozen page put it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from workers.certificates.issuing.earned import in_language
from workers.certificates.models import Credential, TargetKind
from workers.certificates.signed import proofs
from workers.certificates.verifying.reports import Fact, Project, Skill

# Of a track's facts the second names the coach who signed: her team knows, a stranger need not.
_WHO_SIGNED: Final = 1
_NOTHING: Final[dict[str, Any]] = {
    **dict.fromkeys(
        ("kind", "because", "description", "role", "people", "issuer", "issuer_id"), ""
    ),
    **dict.fromkeys(("criteria", "how_earned", "evidence_digest"), ""),
    **dict.fromkeys(("facts", "projects", "skills", "signatories", "related"), ()),
    "is_demonstration": False,
}


def said_by(credential: Credential) -> dict[str, Any]:
    """By field of the report; of an erased one, the title that its row keeps."""
    if credential.erased_at:
        return _NOTHING | {"achievement": credential.title}
    face, document = credential.face, proofs.parse(credential.document)
    subject, evidence = document["credentialSubject"], document["evidence"]
    return {
        "kind": face["title"],
        "because": face["because"],
        "achievement": face["subject"],
        "description": subject["achievement"].get("description", ""),
        "role": subject.get("role", ""),
        "people": _people(credential),
        "facts": tuple(_facts(credential)),
        "projects": tuple(_project(one) for one in evidence[1:]),
        "issuer": document["issuer"]["name"],
        "issuer_id": document["issuer"]["id"],
        "criteria": subject["achievement"]["criteria"]["narrative"],
        "how_earned": evidence[0]["narrative"],
        "skills": tuple(_skills(credential)),
        "signatories": tuple(one["name"] for one in credential.version.signatories),
        "related": tuple(one["id"] for one in document.get("relatedResource", ())),
        "evidence_digest": evidence[0]["digestSRI"],
        "is_demonstration": bool(face["demonstration"]),
    }


def _people(credential: Credential) -> str:
    """Those who agreed; one that ended names nobody, for somebody may have taken her word back."""
    has_ended = credential.superseded_at or credential.revoked_at
    return "" if has_ended else str(credential.face["people"])


def _facts(credential: Credential) -> Iterable[Fact]:
    """Length and content; the days of issue and of end, the last ones, have places of their own."""
    face = credential.face
    told: Sequence[Sequence[str]] = face["facts"][: -2 if face.get("valid_until") else -1]
    is_of_track = credential.version.achievement.target_kind == TargetKind.TRACK
    for place, (label, value) in enumerate(told):
        if not (is_of_track and place == _WHO_SIGNED):
            yield Fact(label, value)


def _project(evidence: dict[str, Any]) -> Project:
    return Project(evidence["name"], evidence.get("narrative", ""))


def _skills(credential: Credential) -> Iterable[Skill]:
    for skill in credential.version.skills:
        named, level = in_language(skill["title"], credential.language), skill.get("level")
        yield Skill(
            _("{skill}, level {level}").format(skill=named, level=level) if level else named,
            skill.get("alignment", ""),
            skill.get("framework", ""),
            skill.get("code", ""),
        )
