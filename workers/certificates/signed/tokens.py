"""Owns credentials as tokens: a VC-JWT signed with ES256, made when one is first asked for."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from campus.errors import Invalid
from workers.certificates.signed.documents import JsonObject
from workers.certificates.signed.issuer import is_revoked, key_of, method_named
from workers.certificates.signed.proofs import key_compromised, moment, parse, publisher

MEDIA_TYPE: Final = "application/vc+jwt"
LONGEST_TOKEN: Final = 300_000
_ALGORITHM: Final = "ES256"
_TYPES: Final = ("vc+jwt", "JWT")
_HALF: Final = 32
# Headers that would change what the others mean, or bring a key of the sender's own.
_REFUSED: Final = frozenset({"crit", "b64", "jku", "jwk", "x5u", "x5c"})


@dataclass(frozen=True, slots=True)
class Token:
    """What a verified token says, by whose key, and when it was signed."""

    credential: JsonObject
    method: str
    signed_at: datetime


def sign_token(
    credential: JsonObject, *, key: EllipticCurvePrivateKey, verification_method: str, at: datetime
) -> str:
    """The credential, without its other proof, in compact form.

    Source: VC-JOSE-COSE, section 3.1.1; the claims are those of Open Badges 3.0, section 8.2.4.
    """
    said = {name: part for name, part in credential.items() if name != "proof"}
    issuer = credential["issuer"]["id"]
    header = {"alg": _ALGORITHM, "typ": "vc+jwt", "kid": verification_method, "iss": issuer}
    claims = _claims(said) | {"iat": int(at.timestamp())}
    signed = f"{_encoded(header)}.{_encoded(said | claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ECDSA(SHA256())))
    return f"{signed}.{_base64url(r.to_bytes(_HALF, 'big') + s.to_bytes(_HALF, 'big'))}"


def verify_token(text: str, issuers: Mapping[str, JsonObject]) -> Token:
    """`issuers` are DID documents by DID; the key is one of whom the credential names as issuer.

    Raises Invalid with code `unknown_issuer`, `proof_missing` (no token of this kind),
    `proof_wrong`, `key_compromised` or `credential_unreadable`.
    """
    head, body, signature = _parts(text)
    header = _header(head)
    payload = parse(_decoded(body).decode(errors="replace"))
    document = publisher(payload, issuers)
    method = method_named(document, str(header.get("kid"))) or {}
    key = key_of(method)
    if not isinstance(key, EllipticCurvePublicKey):
        raise _wrong("It was signed with a key that is not the issuer's.")
    _check(key, signature, f"{head}.{body}")
    credential = _credential(payload)
    signed_at = datetime.fromtimestamp(payload["iat"], UTC)
    if is_revoked(method, signed_at):
        raise key_compromised()
    return Token(credential, method["id"], signed_at)


def _claims(credential: JsonObject) -> JsonObject:
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(moment(credential["validFrom"]).timestamp()),
    }
    if until := credential.get("validUntil"):
        claims["exp"] = int(moment(until).timestamp())
    return claims


def _credential(payload: JsonObject) -> JsonObject:
    """What the claims say must be what the credential says, or readers would differ."""
    said = {name: part for name, part in payload.items() if name not in _CLAIMS}
    try:
        expected = _claims(said)
    except (KeyError, TypeError, AttributeError, OverflowError) as fault:
        raise _unreadable("It lacks what every credential says.") from fault
    stated = {name: payload[name] for name in _CLAIMS if name in payload and name != "iat"}
    if stated != expected:
        raise _unreadable("Its claims are not those of its credential.")
    if type(payload.get("iat")) is not int or not 0 < payload["iat"] < _LATEST:
        raise _unreadable("It does not say when it was signed.")
    return said


_CLAIMS: Final = ("iss", "jti", "sub", "nbf", "exp", "iat")
_LATEST: Final = 2**37


def _parts(text: str) -> tuple[str, str, bytes]:
    text = text.strip()
    parts = text.split(".")
    if len(text) > LONGEST_TOKEN or len(parts) != 3 or not text.isascii():
        raise Invalid("It is no signed token.", code="proof_missing")
    return parts[0], parts[1], _decoded(parts[2])


def _header(text: str) -> JsonObject:
    """Only the one algorithm: what the sender may choose, an attacker chooses."""
    header = parse(_decoded(text).decode(errors="replace"))
    is_ours = header.get("alg") == _ALGORITHM and header.get("typ", "JWT") in _TYPES
    if not is_ours or _REFUSED & header.keys():
        raise Invalid(f"It is no token signed with {_ALGORITHM}.", code="proof_missing")
    return header


def _check(key: EllipticCurvePublicKey, signature: bytes, signed: str) -> None:
    if len(signature) != 2 * _HALF:
        raise _wrong("Its signature has another length than its algorithm gives.")
    r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
    try:
        key.verify(encode_dss_signature(r, s), signed.encode(), ECDSA(SHA256()))
    except InvalidSignature as fault:
        raise _wrong("The token was changed after it was signed.") from fault


def _encoded(part: Mapping[str, Any]) -> str:
    return _base64url(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Strictly: each content has one spelling, so that a token has one text."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Invalid("It is no signed token.", code="proof_missing") from fault
    if _base64url(content) != text:
        raise Invalid("It is no signed token.", code="proof_missing")
    return content


def _wrong(detail: str) -> Invalid:
    return Invalid(detail, code="proof_wrong")


def _unreadable(detail: str) -> Invalid:
    return Invalid(detail, code="credential_unreadable")
