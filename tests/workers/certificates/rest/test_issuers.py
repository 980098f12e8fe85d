"""`/.well-known/did.json` publishes every key that ever signed, to anybody."""

import pytest
from django.test import Client

from tests.workers.certificates.working import a_credential
from workers.certificates.signed import proofs

pytestmark = pytest.mark.django_db


def test_it_proves_what_was_signed() -> None:
    credential = a_credential()
    answer = Client().get("/.well-known/did.json")
    assert answer.headers["Content-Type"] == "application/did+json"
    document = answer.json()
    assert document["id"] == "did:web:campus.example"
    assert proofs.verify(proofs.parse(credential.document), {document["id"]: document})


def test_it_is_there_before_the_first_signature() -> None:
    document = Client().get("/.well-known/did.json").json()
    assert document["verificationMethod"] == []


def test_it_holds_no_private_key() -> None:
    a_credential()
    assert b"secret" not in Client().get("/.well-known/did.json").content.lower()
