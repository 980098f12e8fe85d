"""Whose signature a PDF bears, from the campus's archive alone; and what the workers make."""

import hashlib
import time
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tests.workers.certificates.signedpages import (
    NOW,
    edited,
    plain,
    signed,
    with_an_update,
    with_another_attachment,
)
from tests.workers.certificates.working import a_credential, an_issued_credential
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.models import CertificateDocument, Credential, IssuerKey
from workers.certificates.pages.rendering import render_document, typeset_credential
from workers.certificates.sealing import signing as pagesigning
from workers.certificates.sealing.keys import page_key
from workers.certificates.sealing.signing import check, sign_page

pytestmark = pytest.mark.django_db


def test_our_page_is_ours_and_intact() -> None:
    found = check(sign_page(plain(), by="Campus", at=NOW))
    assert found.is_signed
    assert found.is_intact
    assert found.is_ours
    assert not found.changed_after
    assert (found.signer, found.signed_at) == ("Campus", NOW)


@pytest.mark.parametrize("forge", [edited, with_another_attachment])
def test_our_page_changed_is_ours_and_not_intact(forge: Any) -> None:
    found = check(forge(sign_page(plain(), by="Campus", at=NOW)))
    assert found.is_ours
    assert not found.is_intact
    assert not found.changed_after


def test_our_page_with_something_added_is_told_so() -> None:
    found = check(with_an_update(sign_page(plain(), by="Campus", at=NOW)))
    assert found.is_ours
    assert not found.is_intact
    assert found.changed_after


def test_a_page_signed_by_somebody_else_is_not_ours() -> None:
    """She wrote our name into her certificate."""
    sign_page(plain(), by="Campus", at=NOW)
    found = check(signed())
    assert found.is_signed
    assert found.is_intact
    assert not found.is_ours
    assert found.signer == "Campus · Demonstration, without value"


def test_a_page_without_signature_is_told_so() -> None:
    found = check(plain())
    assert (found.is_signed, found.is_intact, found.is_ours, found.signer) == (
        False, False, False, "",
    )  # fmt: skip


def test_a_retired_key_goes_on_proving_and_a_stolen_one_does_not() -> None:
    pdf = sign_page(plain(), by="Campus", at=NOW)
    IssuerKey.objects.update(retired_at=timezone.now())
    assert check(pdf).is_ours
    IssuerKey.objects.update(compromised_at=timezone.now())
    assert not check(pdf).is_ours


def test_the_certificate_is_archived_once() -> None:
    sign_page(plain(), by="Campus", at=NOW)
    sign_page(plain(), by="Campus", at=timezone.now())
    kept = IssuerKey.objects.get(use=IssuerKey.Use.PAGE)
    assert kept.first_used_at == NOW
    assert kept.certificate.startswith("-----BEGIN CERTIFICATE-----")
    assert len(bytes.fromhex(kept.public_key)) == 32


@pytest.mark.parametrize("size", [10_000_000, 30_000_000])
def test_a_large_file_is_answered_fast(size: int) -> None:
    start = time.process_time()
    check(b"/ByteRange [0 1 2 3] <" * (size // 22))
    assert time.process_time() - start < 1


def test_a_credentials_document_is_signed_at_its_issue_and_the_same_each_time() -> None:
    credential = a_credential()
    body = bytes(credential.certificate.body)
    found = check(body)
    assert found.is_intact
    assert found.is_ours
    assert found.signed_at == credential.issued_at
    assert credential.certificate.digest == hashlib.sha256(body).hexdigest()
    page = typeset_credential(credential)
    assert sign_page(page, by=credential.face["issuer"], at=credential.issued_at) == body


def test_what_was_made_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    credential = a_credential()
    monkeypatch.setattr("workers.certificates.pages.rendering.typeset", None)
    render_document(credential.id)
    assert CertificateDocument.objects.count() == 1


def test_without_a_key_in_production_the_page_waits_and_the_credential_does_not(
    settings: Any,
) -> None:
    pagesigning._key.cache_clear()
    page_key.cache_clear()
    credential = an_issued_credential()
    pagesigning._key.cache_clear()
    settings.IS_DEVELOPMENT = False
    with pytest.raises(NoSigningKey, match="CAMPUS_PDF_KEY_FILE"):
        render_document(credential.id)
    assert not CertificateDocument.objects.exists()
    assert Credential.objects.exists()
    settings.IS_DEVELOPMENT = True
    render_document(credential.id)
    assert CertificateDocument.objects.exists()


def test_what_was_erased_gets_no_page() -> None:
    credential = a_credential()
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificates_erase(%s)", [[credential.id]])
    render_document(credential.id)
    assert not CertificateDocument.objects.exists()
