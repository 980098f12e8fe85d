"""Owns who issues: the campus's DID and the document that publishes its public keys."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import base58
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey
JsonObject = dict[str, Any]

# Source: Controlled Identifiers 1.0, section 2.2.2: what a Multikey's bytes begin with.
_ED25519: Final = b"\xed\x01"
_P256: Final = b"\x80\x24"
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Published:
    """A public key as a Multikey; nothing that it signs from `revoked_at` on is the issuer's."""

    multikey: str
    revoked_at: datetime | None = None


def did_of(iri: str) -> str:
    """`did:web` of the campus's IRI.  Source: the did:web method, section 3.1."""
    return "did:web:" + quote(iri.removeprefix("https://"), safe="")


def multibase(key: PublicKey) -> str:
    if isinstance(key, Ed25519PublicKey):
        content = _ED25519 + key.public_bytes_raw()
    else:
        content = _P256 + key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return "z" + base58.b58encode(content).decode()


def verification_method(did: str, key: str) -> str:
    """Named by the key itself, so that a rotation never reuses a name."""
    return f"{did}#{key}"


def did_document(did: str, keys: Iterable[Published], *, url: str) -> JsonObject:
    """All keys that ever signed: old credentials go on verifying after a rotation."""
    methods = list(_methods(did, keys))
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "alsoKnownAs": [url],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _methods(did: str, keys: Iterable[Published]) -> Iterator[JsonObject]:
    """Ed25519 as Data Integrity wants it, P-256 as JOSE does (VC-JOSE-COSE, section 4.2)."""
    for key in keys:
        decoded = decode(key.multikey)
        method: JsonObject = {
            "id": verification_method(did, key.multikey),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.multikey,
        }
        if isinstance(decoded, EllipticCurvePublicKey):
            del method["publicKeyMultibase"]
            method |= {"type": "JsonWebKey", "publicKeyJwk": jwk(decoded)}
        if key.revoked_at:
            # As an instant with its zone, which `revoked` must be.
            method["revoked"] = key.revoked_at.isoformat(timespec="seconds")
        yield method


def jwk(key: EllipticCurvePublicKey) -> dict[str, str]:
    point = key.public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _base64url(point.x.to_bytes(32, "big")),
        "y": _base64url(point.y.to_bytes(32, "big")),
    }


def method_named(document: JsonObject, name: str) -> JsonObject | None:
    """The method of that name, where the document publishes it for making assertions."""
    if name not in document.get("assertionMethod", ()):
        return None
    methods = document.get("verificationMethod", ())
    return next((method for method in methods if method.get("id") == name), None)


def key_of(method: JsonObject) -> PublicKey | None:
    """The key that a method publishes; None where it cannot be read."""
    if isinstance(shown := method.get("publicKeyJwk"), dict):
        return _from_jwk(shown)
    return decode(method.get("publicKeyMultibase", ""))


def is_revoked(method: JsonObject, at: datetime) -> bool:
    """Source: Controlled Identifiers 1.0, section 2.2: `revoked`. What cannot be read is one."""
    if "revoked" not in method:
        return False
    try:
        return datetime.fromisoformat(method["revoked"]) <= at
    except (TypeError, ValueError):
        return True


def decode(multikey: str) -> PublicKey | None:
    try:
        content = base58.b58decode(multikey[1:_LONGEST])
        if content.startswith(_P256):
            return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), content[len(_P256) :])
        if content.startswith(_ED25519):
            return Ed25519PublicKey.from_public_bytes(content[len(_ED25519) :])
    except (ValueError, UnsupportedAlgorithm):
        return None
    return None


def _from_jwk(shown: dict[str, Any]) -> EllipticCurvePublicKey | None:
    if (shown.get("kty"), shown.get("crv")) != ("EC", "P-256"):
        return None
    try:
        point = b"".join(base64.urlsafe_b64decode(f"{shown[name]}=") for name in ("x", "y"))
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\x04" + point)
    except (KeyError, ValueError):
        return None


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
