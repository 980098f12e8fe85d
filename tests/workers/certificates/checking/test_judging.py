"""What is said of files that somebody drops: true ones, edited ones, and those of others."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone, translation

from tests import world
from tests.workers.certificates.checking.editing import (
    with_another_word,
    with_note,
    with_page,
    written_anew,
)
from tests.workers.certificates.working import a_credential
from workers.certificates.checking.advising import advice_of
from workers.certificates.checking.cases import Case
from workers.certificates.checking.findings import findings_of
from workers.certificates.checking.judgements import Judgement
from workers.certificates.checking.judging import judge, verdict_of
from workers.certificates.checking.readings import Reading
from workers.certificates.issuers.signing import issuer_documents, key_for_tokens, sign
from workers.certificates.models import Credential
from workers.certificates.signed import documents, issuer, proofs
from workers.certificates.signed.tokens import sign_token
from workers.certificates.verifying.examining import Finding

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 1, 1, tzinfo=UTC)
Build = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def judged(body: bytes | str) -> Judgement:
    return judge(body.encode() if isinstance(body, str) else body, timezone.now())


def said(judgement: Judgement) -> dict[str, bool | None]:
    return said_in(judgement.findings)


def said_in(findings: Iterable[Finding]) -> dict[str, bool | None]:
    return {finding.code: finding.holds for finding in findings}


def how(judgement: Judgement, code: str) -> str:
    return next(finding.how for finding in judgement.findings if finding.code == code)


def field_of(judgement: Judgement, code: str) -> bool | None:
    return next(field.is_on_page for field in judgement.fields if field.code == code)


class TestACredentialOfOurs:
    def test_its_json_is_valid(self) -> None:
        found = judged(a_credential(world.a_learner("Awa Diop")).document)
        assert (found.kind, found.verdict, found.origin) == ("json", "valid", "campus")
        assert said(found) == {"issuer": True, "proof": True, "status": True}
        assert {field.code: field.value for field in found.fields}["recipient"] == "Awa Diop"

    def test_it_may_be_laid_out_otherwise(self) -> None:
        document = json.loads(a_credential().document)
        assert judged(json.dumps(document, sort_keys=True)).verdict == "valid"

    def test_a_proof_in_a_list_of_one_is_a_proof(self) -> None:
        document = json.loads(a_credential().document)
        document["proof"] = [document["proof"]]
        assert judged(json.dumps(document)).verdict == "valid"
        document["proof"] = document["proof"] * 2
        found = judged(json.dumps(document))
        assert (found.verdict, said(found)["proof"]) == ("altered", False)

    def test_its_token_is_valid_and_another_letter_in_it_is_seen(self) -> None:
        document = json.loads(a_credential().document)
        now = timezone.now()
        key, method = key_for_tokens(document["issuer"]["id"], now)
        token = sign_token(document, key=key, verification_method=method, at=now)
        found = judged(token)
        assert (found.kind, found.verdict) == ("jwt", "valid")
        head, _body, signature = token.split(".")
        other = json.dumps(document | {"name": "Doctorat"}).encode()
        body = base64.urlsafe_b64encode(other).rstrip(b"=").decode()
        assert judged(f"{head}.{body}.{signature}").verdict == "altered"

    def test_one_letter_more_is_seen(self) -> None:
        text = a_credential(world.a_learner("Awa Diop")).document.replace("Awa Diop", "Awa Diope")
        found = judged(text)
        assert found.verdict == "altered"
        assert said(found)["proof"] is False

    def test_a_field_more_is_seen(self) -> None:
        document = json.loads(a_credential().document)
        document["credentialSubject"]["role"] = "Directrice"
        assert judged(json.dumps(document)).verdict == "altered"

    def test_of_an_altered_one_the_register_says_nothing(self) -> None:
        text = a_credential(world.a_learner("Zoé Çelik")).document.replace("Zoé Çelik", "Awa Roy")
        found = judged(text)
        assert found.credential == ""
        assert "Zoé" not in str(found)

    def test_a_revoked_one_is_genuine_and_does_not_count(self) -> None:
        text = a_credential().document
        Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Fraude")
        found = judged(text)
        assert found.verdict == "revoked"
        assert said(found) == {"issuer": True, "proof": True, "status": False}
        assert "Fraude" in how(found, "status")

    def test_a_superseded_one_says_so(self) -> None:
        text = a_credential().document
        Credential.objects.update(superseded_at=timezone.now())
        assert judged(text).verdict == "superseded"

    def test_a_copy_kept_of_an_erased_one_still_proves(self) -> None:
        credential = a_credential()
        erase(credential)
        found = judged(credential.document)
        assert (found.verdict, found.is_erased) == ("valid", True)

    def test_one_that_the_register_does_not_know_is_not_called_valid(self, build: Build) -> None:
        a_credential()
        unknown = sign(build(), at=timezone.now())
        assert judged(unknown).verdict == "unregistered"


def test_what_was_not_read_to_its_end_is_neither_proved_nor_called_altered() -> None:
    document = json.loads(a_credential(world.a_learner("Awa Diop")).document)
    reading = Reading("json", trouble="broke_off", document=document, credentials=1)
    case = Case(b"", reading, document, issuer_documents(), timezone.now())
    verdict = verdict_of(case)
    assert verdict == "unverifiable"
    assert "not checked" in advice_of(case, verdict)
    assert said_in(findings_of(case, verdict)) == {"issuer": None, "proof": None, "status": None}


class TestItsPDF:
    def test_it_is_valid_byte_for_byte(self) -> None:
        found = judged(pdf_of(a_credential()))
        assert (found.kind, found.verdict) == ("pdf", "valid")
        assert said(found)["words"] is True
        assert found.fields

    def test_another_name_on_the_page_is_named(self) -> None:
        pdf = pdf_of(a_credential(world.a_learner("Awa Diop")))
        found = judged(with_another_word(pdf, "Diop", "Doip"))
        assert found.verdict == "page_altered"
        assert said(found)["proof"] is True
        assert field_of(found, "recipient") is False
        assert field_of(found, "achievement") is None
        assert "Doip" in how(found, "words")

    def test_a_note_laid_over_it_is_seen(self) -> None:
        found = judged(with_note(pdf_of(a_credential())))
        assert found.verdict == "page_altered"

    def test_a_page_more_is_seen(self) -> None:
        assert judged(with_page(pdf_of(a_credential()))).verdict == "page_altered"

    def test_of_an_erased_one_it_still_proves(self) -> None:
        credential = a_credential()
        pdf = pdf_of(credential)
        erase(credential)
        found = judged(pdf)
        assert (found.verdict, found.is_erased) == ("valid", True)

    def test_without_its_credential_it_proves_nothing(self) -> None:
        found = judged(written_anew(pdf_of(a_credential()), keeps_files=False))
        assert (found.verdict, found.trouble) == ("unreadable", "no_credential")


class TestOneOfAnotherIssuer:
    def test_a_key_that_names_itself_is_checked_without_the_network(self, build: Build) -> None:
        found = judged(by_a_key(build))
        assert (found.verdict, found.origin) == ("signed", "did:key")
        assert said(found)["proof"] is True

    def test_changed_after_that_key_signed_it_is_seen(self, build: Build) -> None:
        assert judged(by_a_key(build).replace("Zoé", "Zoe")).verdict == "altered"

    def test_its_own_end_counts(self, build: Build) -> None:
        past = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = judged(by_a_key(build, validUntil=past))
        assert (found.verdict, said(found)["status"]) == ("signed", False)
        assert "genuine" not in found.advice

    def test_a_day_that_has_not_come_is_told(self, build: Build) -> None:
        found = judged(by_a_key(build, validFrom="2099-01-01T00:00:00Z"))
        assert (found.verdict, said(found)["begun"]) == ("signed", False)
        assert "begun" not in said(judged(by_a_key(build)))

    @pytest.mark.parametrize("far", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
    def test_a_day_out_of_all_calendars_is_shown_as_it_is_written(
        self, build: Build, far: str
    ) -> None:
        found = judged(by_a_key(build, validFrom=far, validUntil=far))
        assert (said(found)["begun"], said(found)["status"]) == (None, None)
        dates = {field.code: (field.value, field.at) for field in found.fields}
        assert dates["issued"] == dates["valid_until"] == (far, None)

    def test_one_that_is_not_known_is_shown_and_not_believed(self, build: Build) -> None:
        other = documents.Issuer("did:web:other.example", "Autre", "https://o.ex")
        document = build(issuer=other, valid_until=timezone.now() + timedelta(days=9))
        document["proof"] = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
        found = judged(json.dumps(document))
        assert (found.verdict, found.origin) == ("unverifiable", "unknown")
        assert said(found) == {"issuer": None, "proof": None, "status": None}
        assert found.fields

    def test_one_that_says_it_is_ours_and_proves_nothing_is_not_believed(
        self, build: Build
    ) -> None:
        a_credential()
        found = judged(json.dumps(build()))
        assert found.verdict == "altered"
        assert said(found) == {"issuer": None, "proof": False, "status": None}

    @pytest.mark.parametrize("text", ['{"hello": "world"}', '{"id": 1, "name": "campus"}'])
    def test_what_claims_to_be_none_is_none(self, text: str) -> None:
        assert judged(text).trouble == "no_credential"

    @pytest.mark.parametrize(
        "document",
        [
            {"issuer": 7, "credentialSubject": [], "name": ["x"]},
            {"issuer": {"id": {}}, "credentialSubject": {"identifier": 7, "achievement": "x"}},
            {"credentialSubject": {"identifier": [7], "name": {}}, "validUntil": "soon"},
            {"validUntil": "2020-01-01", "credentialStatus": 0, "proof": [1, 2]},
        ],
    )
    def test_nonsense_is_answered(self, document: dict[str, Any]) -> None:
        assert judged(json.dumps(document)).verdict == "unverifiable"


def erase(credential: Credential) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT certificates_erase(%s)", [[credential.id]])


def pdf_of(credential: Credential) -> bytes:
    return bytes(credential.certificate.body)


def by_a_key(build: Build, **more: Any) -> str:
    key = Ed25519PrivateKey.generate()
    did = f"did:key:{issuer.multibase(key.public_key())}"
    document = build(issuer=documents.Issuer(did, "Moi", "https://me.example")) | more
    method = f"{did}#{issuer.multibase(key.public_key())}"
    return proofs.sign(document, key=key, verification_method=method, created=NOW)
