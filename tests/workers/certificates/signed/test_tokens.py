"""A token says what its credential says, and only the issuer's own key for tokens makes one."""

import base64
import copy
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    derive_private_key,
    generate_private_key,
)

from campus.errors import Invalid
from tests.workers.certificates.conftest import DID, NOW
from workers.certificates.signed import issuer, tokens

KEY = derive_private_key(20_261_123, SECP256R1())
PUBLIC = issuer.multibase(KEY.public_key())
METHOD = issuer.verification_method(DID, PUBLIC)
Issuers = dict[str, dict[str, Any]]


@pytest.fixture
def issuers() -> Issuers:
    return published()


def published(**more: Any) -> Issuers:
    keys = [issuer.Published(PUBLIC, **more)]
    return {DID: issuer.did_document(DID, keys, url="https://campus.example")}


def token_of(document: dict[str, Any], key: EllipticCurvePrivateKey = KEY) -> str:
    return tokens.sign_token(document, key=key, verification_method=METHOD, at=NOW)


def part(text: str, index: int) -> dict[str, Any]:
    content = text.split(".")[index]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(content + "==="))
    return read


def encoded(content: dict[str, Any] | bytes) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def signed(header: dict[str, Any], payload: dict[str, Any]) -> str:
    """As an issuer would who says what it should not."""
    whole = tokens.sign_token(_ANY, key=KEY, verification_method=METHOD, at=NOW)
    real = tokens._encoded
    parts = iter((header, payload))
    tokens._encoded = lambda _part: real(next(parts))  # type: ignore[assignment]
    try:
        whole = tokens.sign_token(_ANY, key=KEY, verification_method=METHOD, at=NOW)
    finally:
        tokens._encoded = real
    return whole


_ANY: dict[str, Any] = {
    "id": "https://campus.example/verify/x",
    "issuer": {"id": DID},
    "validFrom": "2026-11-02T08:00:00Z",
    "credentialSubject": {"id": "urn:uuid:1"},
}


def refusal(text: str, issuers: Issuers) -> str:
    with pytest.raises(Invalid) as refused:
        tokens.verify_token(text, issuers)
    return refused.value.code


def test_a_token_says_what_its_credential_says(build: Any, issuers: Issuers) -> None:
    document = build()
    token = tokens.verify_token(token_of(document | {"proof": {"type": "other"}}), issuers)
    assert token.credential == document
    assert (token.method, token.signed_at) == (METHOD, NOW)


def test_its_header_and_claims_are_those_of_the_specifications(build: Any) -> None:
    text = token_of(build())
    assert part(text, 0) == {"alg": "ES256", "typ": "vc+jwt", "kid": METHOD, "iss": DID}
    claims = part(text, 1)
    assert claims["iss"] == DID
    assert claims["jti"] == claims["id"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == claims["iat"] == int(NOW.timestamp())
    assert claims["exp"] == int((NOW + timedelta(days=1000)).timestamp())
    assert "exp" not in part(token_of(build(valid_until=None)), 1)


def test_no_letter_of_a_token_can_be_changed_unseen(build: Any, issuers: Issuers) -> None:
    text = token_of(build())
    for place in range(0, len(text), 37):
        other = "A" if text[place] != "A" else "B"
        refusal(text[:place] + other + text[place + 1 :], issuers)


def test_a_strangers_key_does_not_speak_for_the_issuer(build: Any, issuers: Issuers) -> None:
    assert refusal(token_of(build(), generate_private_key(SECP256R1())), issuers) == "proof_wrong"
    assert refusal(token_of(build()), {}) == "unknown_issuer"


def test_the_key_of_proofs_signs_no_tokens(build: Any, did_document: dict[str, Any]) -> None:
    assert refusal(token_of(build()), {DID: did_document}) == "proof_wrong"


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES256", "typ": "at+jwt"},
        {"alg": "ES256", "crit": ["exp"]},
        {"alg": "ES256", "jwk": {"kty": "EC"}},
        {"alg": "ES256", "b64": False},
    ],
)
def test_what_the_sender_would_choose_is_refused(header: dict[str, Any], issuers: Issuers) -> None:
    assert refusal(signed(header | {"kid": METHOD}, _ANY), issuers) == "proof_missing"


def test_claims_that_differ_from_the_credential_are_refused(build: Any, issuers: Issuers) -> None:
    text = token_of(build())
    header, payload = part(text, 0), part(text, 1)
    assert tokens.verify_token(signed(header, payload), issuers)
    for claim, value in (
        ("iss", DID + ".evil"), ("jti", "urn:x"), ("sub", "urn:y"), ("nbf", 0), ("exp", 2**33),
    ):  # fmt: skip
        changed = copy.deepcopy(payload) | {claim: value}
        assert refusal(signed(header, changed), issuers) == "credential_unreadable"
    for claim in ("iss", "nbf", "exp", "iat", "id", "credentialSubject"):
        less = {name: value for name, value in payload.items() if name != claim}
        assert refusal(signed(header, less), issuers) == "credential_unreadable"


@pytest.mark.parametrize("iat", ["now", 1.5, -1, 2**60, True, None])
def test_a_moment_of_signing_that_is_none_is_refused(
    iat: object, build: Any, issuers: Issuers
) -> None:
    text = token_of(build())
    changed = signed(part(text, 0), part(text, 1) | {"iat": iat})
    assert refusal(changed, issuers) == "credential_unreadable"


def test_what_a_compromised_key_signed_since_is_refused(build: Any) -> None:
    text = token_of(build())
    assert tokens.verify_token(text, published(revoked_at=NOW + timedelta(seconds=1)))
    assert refusal(text, published(revoked_at=NOW)) == "key_compromised"


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d", "é.é.é", "x" * 400_000, ".".join(["e30"] * 3), "{}", "a" * 30],
)
def test_what_is_no_token_is_refused_at_once(text: str, issuers: Issuers) -> None:
    start = time.process_time()
    assert refusal(text, issuers) == "proof_missing"
    assert time.process_time() - start < 0.5


def test_a_payload_with_a_name_given_twice_is_refused(build: Any, issuers: Issuers) -> None:
    head, _body, signature = token_of(build()).split(".")
    body = encoded(b'{"id": "a", "id": "b"}')
    assert refusal(f"{head}.{body}.{signature}", issuers) == "credential_unreadable"
