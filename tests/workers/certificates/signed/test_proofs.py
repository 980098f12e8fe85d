"""A proof stands for every letter of a credential, and only the issuer's own key makes it."""

import copy
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from campus.errors import Invalid
from workers.certificates.signed import issuer, proofs

Issuers = dict[str, dict[str, Any]]
Sign = Callable[[dict[str, Any]], str]
Build = Callable[..., dict[str, Any]]


def places(document: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every text in a document."""
    if isinstance(document, str):
        return [path]
    if not isinstance(document, dict | list):
        return []
    parts = document.items() if isinstance(document, dict) else enumerate(document)
    return [found for name, part in parts for found in places(part, (*path, name))]


def refusal(document: dict[str, Any], issuers: Issuers) -> str:
    with pytest.raises(Invalid) as refused:
        proofs.verify(document, issuers)
    return refused.value.code


def test_a_credential_as_it_was_signed_is_verified(credential: str, issuers: Issuers) -> None:
    method = proofs.verify(proofs.parse(credential), issuers)
    assert method == issuers["did:web:campus.example"]["assertionMethod"][0]


def test_another_layout_of_the_same_content_is_verified(credential: str, issuers: Issuers) -> None:
    turned = dict(reversed(json.loads(credential).items()))
    assert proofs.verify(turned, issuers)


def test_the_same_content_and_key_give_the_same_text(sign: Sign, build: Build) -> None:
    assert sign(build()) == sign(build())


def test_no_text_of_a_credential_can_be_changed_unseen(credential: str, issuers: Issuers) -> None:
    document = json.loads(credential)
    paths = places(document)
    assert len(paths) > 30
    for path in paths:
        tampered = copy.deepcopy(document)
        place: Any = tampered
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] += "x"
        refusal(tampered, issuers)


def test_an_addition_is_seen(credential: str, issuers: Issuers) -> None:
    document = json.loads(credential) | {"description": "with honours"}
    assert refusal(document, issuers) == "proof_wrong"


def test_a_removal_is_seen(credential: str, issuers: Issuers) -> None:
    document = json.loads(credential)
    del document["evidence"]
    assert refusal(document, issuers) == "proof_wrong"


def test_an_issuer_nobody_vouches_for_is_refused(credential: str) -> None:
    assert refusal(json.loads(credential), {}) == "unknown_issuer"


def test_a_key_of_another_issuer_does_not_speak_for_this_one(
    build: Build, issuers: Issuers
) -> None:
    stranger = Ed25519PrivateKey.generate()
    public = issuer.multibase(stranger.public_key())
    other = issuer.did_document(
        "did:web:evil.example", [issuer.Published(public)], url="https://evil.example"
    )
    method = other["assertionMethod"][0]
    text = proofs.sign(build(), key=stranger, verification_method=method, created=datetime.now(UTC))
    both = issuers | {"did:web:evil.example": other}
    assert refusal(json.loads(text), both) == "proof_wrong"


@pytest.mark.parametrize(
    "proof", [None, "x", {}, [], {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-rdfc-2019"}]
)
def test_a_document_without_our_proof_is_refused(
    build: Build, issuers: Issuers, proof: object
) -> None:
    assert refusal(build() | {"proof": proof}, issuers) == "proof_missing"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": NaN}', "[" * 50_000, " " * 300_000])
def test_what_is_no_credential_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid):
        proofs.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Zoé", "name": "Eve"}',
        '{"issuer": {"id": "a", "id": "b"}}',
        '{"a": ' * 21 + "1" + "}" * 21,
        '{"a": [' + ",".join(["{}"] * 6_000) + "]}",
        '{"@context": [' * 1_000 + "]}" * 1_000,
    ],
)
def test_what_reads_in_two_ways_or_has_no_end_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    with pytest.raises(Invalid) as refused:
        proofs.parse(text)
    assert refused.value.code == "credential_unreadable"
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "name", ["Zoé", "Zoe\u0301", "张伟", "😀", 'a"b\\c', "a\nb", "\u202eevil", " "]
)
def test_any_name_survives_signing(name: str, build: Build, sign: Sign, issuers: Issuers) -> None:
    document = build()
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    assert proofs.verify(proofs.parse(sign(document)), issuers)
