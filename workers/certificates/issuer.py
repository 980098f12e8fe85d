"""Owns who issues: the campus's DID and the document that publishes its public keys."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import base58
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# Source: Controlled Identifiers 1.0, section 2.2.2: the Multikey header of an Ed25519 public key.
_ED25519 = b"\xed\x01"


def did_of(iri: str) -> str:
    """`did:web` of the campus's IRI.  Source: the did:web method, section 3.1."""
    return "did:web:" + quote(iri.removeprefix("https://"), safe="")


def multibase(key: Ed25519PublicKey) -> str:
    return "z" + base58.b58encode(_ED25519 + key.public_bytes_raw()).decode()


def verification_method(did: str, key: str) -> str:
    """Named by the key itself, so that a rotation never reuses a name."""
    return f"{did}#{key}"


def did_document(did: str, keys: Iterable[str], *, url: str) -> dict[str, Any]:
    """All keys that ever signed: old credentials go on verifying after a rotation."""
    methods = [
        {
            "id": verification_method(did, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key,
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [url],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def public_key(document: dict[str, Any], method: str) -> Ed25519PublicKey | None:
    """The key of that name, where the document publishes it for making assertions."""
    if method not in document["assertionMethod"]:
        return None
    for published in document["verificationMethod"]:
        if published["id"] == method:
            return _decode(published["publicKeyMultibase"])
    return None


def _decode(text: str) -> Ed25519PublicKey | None:
    try:
        raw = base58.b58decode(text[1:])
        return Ed25519PublicKey.from_public_bytes(raw.removeprefix(_ED25519))
    except (ValueError, UnsupportedAlgorithm):
        return None
