"""Genuine certificates in files that show something else: nobody is told that those are valid."""

import hashlib
import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone, translation
from PIL import Image

from tests import world
from tests.workers.certificates.checking.editing import (
    covered,
    with_file,
    with_text,
    written_anew,
)
from tests.workers.certificates.checking.test_hostile import packed
from tests.workers.certificates.working import a_credential, an_issued_credential, work
from tests.workers.certificates.written import published
from workers.certificates.checking.judgements import Judgement
from workers.certificates.checking.judging import judge
from workers.certificates.holding.baking import bake, bake_into
from workers.certificates.issuers.signing import key_for_tokens, sign
from workers.certificates.models import CertificateDocument, Credential, IssuerKey
from workers.certificates.pages.rendering import typeset_credential
from workers.certificates.sealing.signing import sign_page
from workers.certificates.signed.tokens import sign_token
from workers.certificates.statuses.standing import BROKEN
from workers.certificates.verifying.reporting import report

pytestmark = pytest.mark.django_db
Change = Callable[[bytes], bytes]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def judged(body: bytes | str) -> Judgement:
    return judge(body.encode() if isinstance(body, str) else body, timezone.now())


def said(judgement: Judgement) -> dict[str, bool | None]:
    return {finding.code: finding.holds for finding in judgement.findings}


def recipient(judgement: Judgement) -> str:
    return next(field.value for field in judgement.fields if field.code == "recipient")


def pdf_of(credential: Credential) -> bytes:
    return bytes(credential.certificate.body)


def sealed_anew(pdf: bytes) -> bytes:
    """As whoever stole the key of PDFs does."""
    return sign_page(pdf, by="Campus", at=timezone.now())


def too_large_to_read(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        content = pikepdf.Stream(opened, packed(1 << 30))
        content.Filter = pikepdf.Name.FlateDecode
        opened.pages[0].Contents = opened.make_indirect(content)
        out = io.BytesIO()
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


UNPROVED: dict[str, Change] = {
    "saved anew without its signature": written_anew,
    "a picture over the name": covered,
    "a picture over the name, sealed with a stolen key": lambda pdf: sealed_anew(covered(pdf)),
    "a page that no reader comes through": too_large_to_read,
}


class TestAPDF:
    @pytest.mark.parametrize("name", UNPROVED)
    def test_what_surrounds_a_genuine_certificate_is_not_called_proved(self, name: str) -> None:
        pdf = pdf_of(a_credential(world.a_learner("Awa Diop")))
        assert (judged(pdf).verdict, judged(pdf).is_shown_proved) == ("valid", True)
        found = judged(UNPROVED[name](pdf))
        assert (found.verdict, found.is_shown_proved) == ("page_unproved", False)
        assert (said(found)["proof"], said(found)["words"]) == (True, None)
        assert recipient(found) == "Awa Diop"
        assert {field.is_on_page for field in found.fields} == {None}
        seal = next(finding for finding in found.findings if finding.code == "seal")
        assert ("sealed" in name) == (seal.holds is True)

    def test_a_degree_added_to_an_erased_one_is_not_called_valid(self) -> None:
        credential = a_credential()
        pdf = pdf_of(credential)
        erase(credential)
        found = judged(with_text(pdf, "degree of Doctor"))
        assert found.verdict == "page_unproved"
        assert judged(pdf).verdict == "valid"

    def test_what_was_added_after_the_signature_is_seen(self) -> None:
        found = judged(pdf_of(a_credential()) + b"\n% hello\n")
        assert (found.verdict, said(found)["seal"]) == ("page_altered", False)

    def test_the_end_of_a_certificate_does_not_hide_that_its_page_is_not_proved(self) -> None:
        pdf = pdf_of(a_credential())
        Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Fraude")
        assert "page" not in judged(pdf).advice
        found = judged(covered(pdf))
        assert (found.verdict, found.is_shown_proved) == ("revoked", False)
        assert "page you see is not proved" in found.advice

    def test_an_expired_one_says_that_too(self) -> None:
        past = timezone.now() + timedelta(days=4000)
        pdf = pdf_of(one_for_a_year())
        assert judge(pdf, past).verdict == "expired"
        found = judge(covered(pdf), past)
        assert found.verdict == "page_unproved"
        assert found.ended_at

    def test_a_forged_one_in_the_register_is_not_called_the_campuss(self) -> None:
        """Whoever may write to the database writes the digest too; the key is not there."""
        a_credential(world.a_learner("Zoé Roy"))  # with whose page the campus began to sign
        credential = an_issued_credential()
        forged = covered(typeset_credential(credential))
        keep(credential, forged)
        found = judged(forged)
        assert (found.verdict, found.is_shown_proved) == ("page_unproved", False)
        shown = report(credential.id, viewer=None)
        told = {finding.code: finding.holds for finding in shown.findings}
        assert (told["document"], told["page"], shown.status) == (True, False, BROKEN)

    def test_what_a_key_signed_that_was_stolen_since_is_vouched_for_by_the_register(self) -> None:
        pdf = pdf_of(a_credential())
        sealed = sealed_anew(covered(pdf))
        IssuerKey.objects.filter(use=IssuerKey.Use.PAGE).update(compromised_at=timezone.now())
        assert judged(pdf).verdict == "valid"
        assert judged(sealed).verdict == "page_unproved"

    def test_two_certificates_in_one_file_are_never_valid(self) -> None:
        mine, other = a_credential(), a_credential(world.a_learner("Zoé Roy"))
        found = judged(with_file(pdf_of(mine), other.document.encode()))
        assert (found.verdict, said(found)["one"]) == ("several", False)


class TestAPNG:
    def test_the_badge_that_the_campus_makes_is_valid(self) -> None:
        found = judged(bake(a_credential()))
        assert (found.kind, found.verdict, found.is_shown_proved) == ("png", "valid", True)
        assert said(found)["picture"] is True

    def test_any_other_picture_is_no_part_of_the_proof(self) -> None:
        found = judged(bake_into(a_picture(), a_credential(world.a_learner("Awa Diop")).document))
        assert (found.verdict, found.is_shown_proved) == ("picture_unproved", False)
        assert said(found)["picture"] is None
        assert recipient(found) == "Awa Diop"

    def test_two_certificates_in_one_picture_are_never_valid(self) -> None:
        mine, other = a_credential(), a_credential(world.a_learner("Zoé Roy"))
        found = judged(bake_into(bake(mine), other.document))
        assert (found.verdict, said(found)["one"]) == ("several", False)
        assert "issuer" not in {code for code, holds in said(found).items() if holds}


class TestTheRegister:
    def test_what_the_stolen_key_signed_under_a_number_of_ours_is_contradicted(self) -> None:
        credential = a_credential(world.a_learner("Zoé Çelik"))
        forged = json.loads(credential.document.replace("Zoé Çelik", "Paul Escroc"))
        found = judged(sign(without_proof(forged), at=credential.issued_at))
        assert (found.verdict, said(found)["proof"]) == ("contradicted", True)
        assert (said(found)["status"], said(found)["issuer"]) == (False, None)
        assert (found.credential, "Zoé" in str(found)) == ("", False)

    def test_a_token_of_it_is_contradicted_too(self) -> None:
        document = json.loads(a_credential(world.a_learner("Awa Diop")).document)
        assert judged(a_token(document)).verdict == "valid"
        document["credentialSubject"]["role"] = "Directrice"
        assert judged(a_token(document)).verdict == "contradicted"

    def test_an_erased_one_is_known_by_its_digest_only(self) -> None:
        credential = a_credential(world.a_learner("Awa Diop"))
        document = json.loads(credential.document)
        erase(credential)
        assert judged(json.dumps(document)).verdict == "valid"
        again = {name: document[name] for name in sorted(document)}
        for copy in (json.dumps(again), a_token(document)):
            found = judged(copy)
            assert (found.verdict, said(found)["status"]) == ("unverifiable", None)
            assert "only the very text" in found.advice
        forged = without_proof(json.loads(credential.document.replace("Awa", "Eve")))
        assert judged(sign(forged, at=credential.issued_at)).verdict != "valid"


def one_for_a_year() -> Credential:
    course, awa = world.a_published_course(), world.a_learner()
    published(course, valid_for_months=12)
    world.finish(awa, course)
    work()
    return Credential.objects.get(achievement__kind="certificate")


def keep(credential: Credential, pdf: bytes) -> None:
    """As whoever may write to the database does."""
    CertificateDocument.objects.create(
        credential=credential,
        digest=hashlib.sha256(pdf).hexdigest(),
        body=pdf,
        rendered_at=timezone.now(),
    )


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return out.getvalue()


def a_token(document: dict[str, Any]) -> str:
    now = timezone.now()
    key, method = key_for_tokens(document["issuer"]["id"], now)
    return sign_token(document, key=key, verification_method=method, at=now)


def without_proof(document: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in document.items() if name != "proof"}


def erase(credential: Credential) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificates_erase(%s)", [[credential.id]])
