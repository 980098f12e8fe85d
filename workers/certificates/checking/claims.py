"""Owns what a credential of any origin says of itself, field by field, believed of nobody."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from workers.certificates.rules.spacing import folded

_LONGEST: Final = 600
# Beyond these years some time zone moves the moment out of what a calendar can show.
_YEARS: Final = range(1900, 9000)
JsonObject = Mapping[str, Any]

TITLE: Final = "title"
ACHIEVEMENT: Final = "achievement"
RECIPIENT: Final = "recipient"
ROLE: Final = "role"
ISSUER: Final = "issuer"
ISSUED: Final = "issued"
UNTIL: Final = "valid_until"
CRITERIA: Final = "criteria"
NUMBER: Final = "number"


def is_credential(document: JsonObject) -> bool:
    """Whether it claims to be one at all; any other JSON is not somebody's certificate."""
    return any(part in document for part in ("credentialSubject", "issuer", "proof"))


def claims(document: JsonObject) -> Iterator[tuple[str, str]]:
    """Code and words of each field that can be read; what is no text is left out."""
    subject = _object(document.get("credentialSubject"))
    achievement = _object(subject.get("achievement"))
    read = {
        TITLE: document.get("name"),
        ACHIEVEMENT: achievement.get("name"),
        RECIPIENT: recipient(subject),
        ROLE: subject.get("role"),
        ISSUER: _object(document.get("issuer")).get("name"),
        ISSUED: document.get("validFrom") or document.get("issuanceDate"),
        UNTIL: document.get("validUntil") or document.get("expirationDate"),
        CRITERIA: _object(achievement.get("criteria")).get("narrative"),
        NUMBER: document.get("id"),
    }
    for code, value in read.items():
        if text := _text(value):
            yield code, text


def recipient(subject: JsonObject) -> str:
    """Open Badges 3.0 names her in an `IdentityObject`; others say `name` or `familyName`."""
    identifiers = subject.get("identifier")
    for one in identifiers if isinstance(identifiers, list) else [identifiers]:
        identity = _object(one)
        if identity.get("identityType") == "name" and not identity.get("hashed"):
            return _text(identity.get("identityHash"))
    return _text(subject.get("name"))


def moment(text: str) -> datetime | None:
    """What names a whole moment of our times; a number or a week is none."""
    if not text[:4].isdigit() or "-" not in text:
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return None
    if said.year not in _YEARS:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _object(value: Any) -> JsonObject:
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """By-language texts give one of them."""
    if isinstance(value, dict):
        value = value.get("@value") or next(iter(value.values()), "")
    return folded(value)[:_LONGEST] if isinstance(value, str) else ""
