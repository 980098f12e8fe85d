"""Owns the proof of a credential: `eddsa-rdfc-2022` over its canonical form, with Ed25519."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from campus.errors import Invalid
from workers.certificates.signed.canonical import canonical_form
from workers.certificates.signed.documents import JsonObject, instant
from workers.certificates.signed.issuer import is_revoked, key_of, method_named

SUITE: Final = "eddsa-rdfc-2022"
LONGEST_TEXT: Final = 200_000
DEEPEST: Final = 20
MOST_PARTS: Final = 5_000
LATEST: Final = datetime.max.replace(tzinfo=UTC)
_FIXED = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": "assertionMethod"}
_CREATED_HERE, _METHOD_HERE = "created-stands-here", "urn:uuid:method-stands-here"


def sign(
    document: JsonObject, *, key: Ed25519PrivateKey, verification_method: str, created: datetime
) -> str:
    """The document with its proof, as the exact text to keep: another layout is another text.

    Source: W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.2.
    """
    proof = _FIXED | {"created": instant(created), "verificationMethod": verification_method}
    form = _options_form(tuple(document["@context"]))
    form = form.replace(_CREATED_HERE, proof["created"]).replace(_METHOD_HERE, verification_method)
    signature = key.sign(_hash_of(form.encode()) + _hash_of(canonical_form(document)))
    proof["proofValue"] = "z" + base58.b58encode(signature).decode()
    return json.dumps(document | {"proof": proof}, ensure_ascii=False, indent=1)


@lru_cache(maxsize=8)
def _options_form(contexts: tuple[str, ...]) -> str:
    """The canonical form of a proof's options, in which two values differ each time.

    One nameless part with a quad for each property: their order does not depend on the values.
    """
    varying = {"created": _CREATED_HERE, "verificationMethod": _METHOD_HERE}
    return canonical_form({"@context": list(contexts), **_FIXED, **varying}).decode()


def parse(text: str) -> JsonObject:
    """Raises Invalid where the text is too long, or is no JSON object that reads in one way."""
    if len(text) > LONGEST_TEXT:
        raise Invalid("The document is too long for a credential.", code="credential_unreadable")
    try:
        document = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_without_doubles
        )
    except (ValueError, RecursionError) as fault:
        raise Invalid("The document is not JSON.", code="credential_unreadable") from fault
    if not isinstance(document, dict):
        raise Invalid("The document is not a JSON object.", code="credential_unreadable")
    _refuse_monsters(document)
    return document


def _without_doubles(pairs: list[tuple[str, Any]]) -> JsonObject:
    """Of a name given twice one reader takes the first value and another the last."""
    part = dict(pairs)
    if len(part) < len(pairs):
        raise ValueError("a name is given twice")
    return part


def _refuse_monsters(document: JsonObject) -> None:
    """What is nested or crowded beyond anything that a person earned; level by level."""
    level: list[Any] = [document]
    parts = 0
    for _depth in range(DEEPEST):
        parts += len(level)
        level = [
            inner
            for part in level
            for inner in (part.values() if isinstance(part, dict) else part)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
        if parts + len(level) > MOST_PARTS:
            break
    raise Invalid(
        "The document is too deep or too large for a credential.", code="credential_unreadable"
    )


def verify(document: JsonObject, issuers: Mapping[str, JsonObject]) -> str:
    """The verification method whose key made the proof; `issuers` are DID documents by DID.

    The key is one that the issuer named in the credential itself publishes for assertions.
    Raises Invalid with code `unknown_issuer`, `proof_missing`, `proof_wrong` or `key_compromised`.
    """
    secured = {name: part for name, part in document.items() if name != "proof"}
    proof, signature = _read_proof(document)
    name = str(proof.get("verificationMethod"))
    method = method_named(publisher(document, issuers), name) or {}
    key = key_of(method)
    if not isinstance(key, Ed25519PublicKey):
        raise Invalid("The proof was made with a key that is not the issuer's.", code="proof_wrong")
    _check(key, signature, _signed_bytes(secured, proof))
    if is_revoked(method, moment(proof.get("created"))):
        raise key_compromised()
    return name


def key_compromised() -> Invalid:
    return Invalid(
        "It was signed when the issuer no longer answered for that key.", code="key_compromised"
    )


def moment(text: object) -> datetime:
    """An instant as JSON says it; one that cannot be read comes after every revocation."""
    try:
        read = datetime.fromisoformat(text) if isinstance(text, str) else LATEST
    except ValueError:
        return LATEST
    return read if read.tzinfo else LATEST


def publisher(document: JsonObject, issuers: Mapping[str, JsonObject]) -> JsonObject:
    """The archived document of the issuer that a credential names; raises `unknown_issuer`."""
    did = issuer_of(document)
    if did not in issuers:
        raise Invalid(
            f"{did:.300} is not an issuer that this campus vouches for.", code="unknown_issuer"
        )
    return issuers[did]


def issuer_of(document: Mapping[str, Any]) -> str:
    """Who a credential says has issued it; "" where it does not say."""
    issuer = document.get("issuer")
    did = issuer.get("id") if isinstance(issuer, dict) else issuer
    return did if isinstance(did, str) else ""


def _read_proof(document: JsonObject) -> tuple[JsonObject, bytes]:
    """The proof without its value, and the value's bytes."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or any(proof.get(name) != _FIXED[name] for name in _FIXED):
        raise Invalid(f"The document carries no {SUITE} proof.", code="proof_missing")
    rest = {name: part for name, part in proof.items() if name != "proofValue"}
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > 100:
        raise Invalid("The proof carries no signature.", code="proof_missing")
    try:
        return rest, base58.b58decode(value[1:])
    except ValueError as fault:
        raise Invalid("The proof's signature cannot be read.", code="proof_missing") from fault


def _check(key: Ed25519PublicKey, signature: bytes, signed: bytes) -> None:
    try:
        key.verify(signature, signed)
    except InvalidSignature as fault:
        raise Invalid(
            "The document was changed after it was signed.", code="proof_wrong"
        ) from fault


def _signed_bytes(document: JsonObject, proof: Mapping[str, Any]) -> bytes:
    """Section 3.3.4: the hash of the proof's options, then that of the document."""
    options = {"@context": document.get("@context"), **proof}
    return _hash_of(canonical_form(options)) + _hash_of(canonical_form(document))


def _hash_of(form: bytes) -> bytes:
    return hashlib.sha256(form).digest()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
