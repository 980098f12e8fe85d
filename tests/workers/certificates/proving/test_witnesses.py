"""`verify_credentials` also reads the status lists, the tokens and the pages, and names lies."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.workers.certificates.working import a_credential, an_issued_credential
from workers.certificates.holding import baking
from workers.certificates.holding.tokening import make_token
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import Credential, CredentialToken, StatusList
from workers.certificates.proving.credentials import verify
from workers.certificates.proving.witnesses import faults, read_lists
from workers.certificates.rules.bitstrings import BITS, EMPTY

pytestmark = pytest.mark.django_db


def differences() -> str:
    return "\n".join(verify().differences)


def said_of(credential: Credential) -> str:
    """Of one as it is in memory: the database refuses to change what was issued."""
    issuers = issuer_documents()
    return "\n".join(faults(credential, issuers, read_lists(issuers)))


def test_whatever_was_made_is_proved() -> None:
    make_token(a_credential().id)
    assert differences() == ""


def test_a_bit_that_contradicts_the_register_is_named() -> None:
    an_issued_credential()
    Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Erreur")
    assert "Its list says that it is still in force" in differences()


def test_a_list_that_contradicts_its_bits_is_named() -> None:
    an_issued_credential()
    StatusList.objects.update(bits=b"\xff" + EMPTY[1:])
    assert "it says other than the register" in differences()


def test_a_list_that_nobody_signed_is_named() -> None:
    an_issued_credential()
    text = StatusList.objects.get().document.replace("60000", "60001")
    StatusList.objects.update(document=text)
    assert "status list" in differences()


def test_a_place_that_is_not_the_kept_one_is_named() -> None:
    credential = an_issued_credential()
    assert credential.status_index is not None
    assert said_of(credential) == ""
    credential.status_index = (credential.status_index + 1) % BITS
    assert "another place than the one kept" in said_of(credential)


def test_the_document_of_another_credential_is_named() -> None:
    """Signed by the campus, word for word, and still not the one of this address."""
    credential, other = an_issued_credential(), an_issued_credential(None)
    assert said_of(credential) == ""
    credential.document = other.document
    assert "It names another one than the one it is kept under" in said_of(credential)


def test_another_token_is_named() -> None:
    credential = an_issued_credential()
    make_token(credential.id)
    credential.token.text = credential.token.text[:-4] + "AAAA"
    assert "token does not hold" in said_of(credential)


def test_a_token_of_another_credential_is_named() -> None:
    make_token(an_issued_credential().id)
    other = an_issued_credential(None)
    assert differences() == ""
    text = CredentialToken.objects.get().text
    CredentialToken.objects.create(credential=other, text=text, made_at=timezone.now())
    assert "It says other than the document" in differences()


class TestWithAnArchive:
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Path:
        path = tmp_path / "issuers.json"
        path.write_text(json.dumps([Client().get("/.well-known/did.json").json()]))
        return path

    def verified(self, *arguments: Any) -> str:
        out = StringIO()
        call_command("verify_credentials", *map(str, arguments), stdout=out)
        return out.getvalue()

    def test_all_are_proved_from_archived_documents(self, tmp_path: Path) -> None:
        an_issued_credential()
        document = Client().get("/.well-known/did.json").json()
        for content in (document, [document], {document["id"]: document}):
            (tmp_path / "issuers.json").write_text(json.dumps(content))
            assert "Every credential was earned" in self.verified(
                "--issuers", tmp_path / "issuers.json"
            )

    def test_an_archive_of_before_the_first_key_proves_none(self, archive: Path) -> None:
        an_issued_credential()
        with pytest.raises(CommandError, match="credentials differ"):
            self.verified("--issuers", archive)

    def test_files_are_proved_without_the_register(self, tmp_path: Path) -> None:
        credential = an_issued_credential()
        make_token(credential.id)
        files = [tmp_path / f"one.{kind}" for kind in ("json", "jwt", "png")]
        files[0].write_text(credential.document)
        files[1].write_text(CredentialToken.objects.get().text)
        files[2].write_bytes(baking.bake(credential))
        issuers = tmp_path / "issuers.json"
        issuers.write_text(json.dumps(Client().get("/.well-known/did.json").json()))
        said = self.verified("--issuers", issuers, *files)
        assert said.count("signed with did:web:campus.example#z") == 3
        files[0].write_text(credential.document.replace("Awa", "Eve"))
        with pytest.raises(CommandError, match="1 of 3 files"):
            self.verified("--issuers", issuers, *files)

    @pytest.mark.parametrize("text", ["", "[]x", "3", "[3]", '{"a": 1}', '[{"id": 1}]', "[" * 9999])
    def test_what_is_no_archive_is_refused(self, text: str, tmp_path: Path) -> None:
        (tmp_path / "issuers.json").write_text(text)
        with pytest.raises(CommandError, match=r"issuers\.json"):
            self.verified("--issuers", tmp_path / "issuers.json")

    def test_files_alone_are_not_enough(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="whose keys"):
            self.verified(tmp_path / "one.json")
