"""What the campus publishes of its keys is enough for anybody, and complete."""

from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone

from workers.certificates.issuers.signing import sign
from workers.certificates.signed import issuer
from workers.certificates.signed.canonical import canonical_form

DID = "did:web:campus.example"
ED25519 = Ed25519PrivateKey.generate().public_key()
P256 = generate_private_key(SECP256R1()).public_key()


def document_of(*keys: issuer.Published) -> dict[str, Any]:
    return issuer.did_document(DID, keys, url="https://campus.example")


@pytest.mark.parametrize("key", [ED25519, P256])
def test_a_key_is_read_back_from_its_name(key: Any) -> None:
    name = issuer.multibase(key)
    assert issuer.decode(name) == key
    (method,) = document_of(issuer.Published(name))["verificationMethod"]
    assert issuer.key_of(method) == key


def test_each_kind_of_key_is_published_as_its_readers_want_it() -> None:
    keys = [issuer.Published(issuer.multibase(key)) for key in (ED25519, P256)]
    for_proofs, for_tokens = document_of(*keys)["verificationMethod"]
    assert (for_proofs["type"], for_tokens["type"]) == ("Multikey", "JsonWebKey")
    assert for_tokens["publicKeyJwk"]["crv"] == "P-256"
    assert "d" not in for_tokens["publicKeyJwk"]


def test_a_compromised_key_says_since_when() -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    (method,) = document_of(issuer.Published(issuer.multibase(ED25519), at))["verificationMethod"]
    assert method["revoked"] == "2026-11-23T12:00:00+00:00"
    assert issuer.is_revoked(method, at)
    assert not issuer.is_revoked(method, datetime(2026, 11, 23, 11, 59, tzinfo=UTC))


@pytest.mark.parametrize("revoked", ["", "soon", 5, None])
def test_a_revocation_that_cannot_be_read_counts(revoked: object) -> None:
    assert issuer.is_revoked({"revoked": revoked}, datetime(2000, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", ["", "z", "z6Mk", "x" * 5000, "z0OIl", "z" + "1" * 4000])
def test_what_is_no_key_is_none(name: str) -> None:
    assert issuer.decode(name) is None


@pytest.mark.django_db
class TestThePage:
    def test_it_shows_every_key_to_anybody(self, build: Any) -> None:
        reader = Client(headers={"Accept-Language": "en"})
        assert "Nothing has been signed yet." in reader.get("/issuer").content.decode()
        sign(build(), at=timezone.now())
        shown = reader.get("/issuer").content.decode()
        assert "did:web:campus.example" in shown
        assert "z6Mk" in shown

    @pytest.mark.parametrize("media_type", ["application/ld+json", "application/json"])
    def test_a_machine_gets_the_profile(self, media_type: str) -> None:
        answer = Client().get("/issuer", headers={"Accept": media_type})
        assert answer.headers["Content-Type"] == media_type
        assert "Accept" in answer.headers["Vary"]
        profile = answer.json()
        assert profile["id"] == DID
        assert profile["url"] == "https://campus.example/issuer"
        assert b"schema.org/name" in canonical_form(profile)

    def test_a_former_domain_keeps_its_own_document(self, build: Any, settings: Any) -> None:
        sign(build(), at=timezone.now())
        settings.CAMPUS_IRI, settings.CAMPUS_FORMER_IRIS = (
            "https://new.example",
            ("https://campus.example",),
        )
        settings.ALLOWED_HOSTS = ["*"]
        here, before = (
            Client().get("/.well-known/did.json", headers={"Host": host}).json()
            for host in ("new.example", "campus.example")
        )
        assert (here["id"], before["id"]) == ("did:web:new.example", DID)
        assert (len(here["assertionMethod"]), len(before["assertionMethod"])) == (0, 1)

    def test_an_unknown_host_gets_that_of_today(self) -> None:
        assert Client().get("/.well-known/did.json").json()["id"] == DID
