"""What is proved of the PDF that the campus keeps: by its own signature, and not by a row only."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.workers.certificates.working import a_credential, an_issued_credential
from workers.certificates.models import CertificateDocument, Credential, IssuerKey
from workers.certificates.pages.rendering import typeset_credential
from workers.certificates.proving.credentials import verify
from workers.certificates.statuses.standing import BROKEN, VALID
from workers.certificates.verifying.examining import seal_of
from workers.certificates.verifying.reporting import report

pytestmark = pytest.mark.django_db


def told(id_: str) -> dict[str, bool | None]:
    return {finding.code: finding.holds for finding in report(id_, viewer=None).findings}


def test_a_signed_page_proves_itself_and_a_changed_one_does_not() -> None:
    page = a_credential().certificate
    assert seal_of(page).holds is True
    page.body = bytes(page.body).replace(b"Count 1", b"Count 2")
    assert seal_of(page).holds is False


def test_an_unsigned_page_is_false_only_where_pages_were_signed_by_then() -> None:
    page = a_credential().certificate
    page.body = b"%PDF-1.7"
    assert seal_of(page).holds is False
    page.rendered_at -= timedelta(days=30)
    assert seal_of(page).holds is None


def test_a_key_given_up_since_leaves_the_register_to_speak() -> None:
    credential = a_credential()
    IssuerKey.objects.filter(use=IssuerKey.Use.PAGE).update(compromised_at=timezone.now())
    assert told(credential.id)["page"] is None
    assert report(credential.id, viewer=None).status == VALID


def test_a_forged_page_with_its_digest_is_seen_by_strangers_and_by_the_proof_of_all() -> None:
    a_credential()  # with whose page the campus began to sign
    credential = an_issued_credential()
    put_in_the_register(credential, typeset_credential(credential))
    assert (told(credential.id)["document"], told(credential.id)["page"]) == (True, False)
    assert report(credential.id, viewer=None).status == BROKEN
    assert f"{credential.id}: page does not hold" in "\n".join(verify().differences)


def put_in_the_register(credential: Credential, pdf: bytes) -> None:
    """As whoever may write to the database does."""
    digest = hashlib.sha256(pdf).hexdigest()
    CertificateDocument.objects.create(
        credential=credential, digest=digest, body=pdf, rendered_at=timezone.now()
    )
