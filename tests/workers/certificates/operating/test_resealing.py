"""The key of PDFs is exchanged: old PDFs stay ours, new ones bear the new certificate."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.utils import timezone

from campus.audit.models import Deed
from campus.env.pdfkeys import KeyFile
from campus.errors import Conflict, Invalid
from tests import world
from tests.workers.certificates.signedpages import NOW, plain
from tests.workers.certificates.working import a_credential, an_issued_credential
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.models import CertificateDocument, IssuerKey
from workers.certificates.operating.resealing import reseal
from workers.certificates.pages.rendering import render_document
from workers.certificates.proving.credentials import verify
from workers.certificates.sealing import signing
from workers.certificates.sealing.reading import seals
from workers.certificates.sealing.signing import check, sign_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_of_their_own(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.CAMPUS_DATA = tmp_path
    signing.forget()
    yield tmp_path / "keys"
    signing.forget()


def a_page() -> bytes:
    return sign_page(plain(), by="Campus", at=NOW)


def certificate_on(pdf: bytes) -> str:
    (seal,) = seals(pdf)
    return seal.certificate.fingerprint(hashes.SHA256()).hex()


def by_an_authority(path: Path, password: str = "", *, until: datetime | None = None) -> KeyFile:
    """PKCS#12, as an operator gets it."""
    key, root = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    since, until = datetime(2026, 1, 1, tzinfo=UTC), until or datetime(2036, 1, 1, tzinfo=UTC)

    def certificate(name: str, public: rsa.RSAPublicKey) -> x509.Certificate:
        by, of = (
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
            for text in ("Authority", name)
        )
        made = x509.CertificateBuilder().issuer_name(by).subject_name(of).public_key(public)
        made = made.serial_number(x509.random_serial_number())
        return made.not_valid_before(since).not_valid_after(until).sign(root, hashes.SHA256())

    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"pages",
            key,
            certificate("Campus", key.public_key()),
            [certificate("Authority", root.public_key())],
            BestAvailableEncryption(password.encode() or b"x"),
        )
    )
    return KeyFile(path, password or "x")


def test_old_pdfs_stay_ours_and_new_ones_bear_the_new_certificate() -> None:
    before = a_page()
    rotated = reseal(file=None, at=timezone.now())
    after = a_page()
    assert certificate_on(before) != certificate_on(after) == rotated.public
    for pdf in (before, after):
        assert check(pdf).is_ours
        assert check(pdf).is_intact
    old = IssuerKey.objects.get(public_key=certificate_on(before))
    assert old.retired_at is not None
    kept = x509.load_pem_x509_certificate(old.certificate.encode())
    assert kept.fingerprint(hashes.SHA256()).hex() == old.public_key
    assert IssuerKey.objects.get(retired_at=None).public_key == rotated.public


def test_both_files_stay_secret_and_none_is_lost(keys_of_their_own: Path) -> None:
    a_page()
    rotated = reseal(file=None, at=timezone.now())
    assert rotated.old_file is not None
    assert {rotated.file, rotated.old_file} == set(keys_of_their_own.iterdir())
    for path in keys_of_their_own.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_credential_is_proved_before_and_after() -> None:
    kept, made_anew = a_credential(), an_issued_credential(world.a_learner("Marc Roy"))
    reseal(file=None, at=timezone.now())
    render_document(made_anew.id)
    pages = {bytes(one.body) for one in CertificateDocument.objects.all()}
    assert len({certificate_on(page) for page in pages}) == 2
    assert kept.certificate
    found = verify()
    assert (found.credentials, found.differences) == (2, [])


class TestTheOperatorsKey:
    @pytest.fixture(autouse=True)
    def production(self, settings: Any, tmp_path: Path) -> None:
        settings.IS_DEVELOPMENT = False
        settings.PDF_KEY = by_an_authority(tmp_path / "first.p12", "secret")

    def test_the_old_one_signs_nothing_more_until_the_new_one_is_named(
        self, settings: Any, tmp_path: Path
    ) -> None:
        before, new = a_page(), by_an_authority(tmp_path / "next.p12", "other")
        rotated = reseal(file=new, at=timezone.now())
        with pytest.raises(NoSigningKey, match="CAMPUS_PDF_KEY_FILE"):
            a_page()
        settings.PDF_KEY = new
        assert certificate_on(a_page()) == rotated.public
        assert check(before).is_ours

    def test_the_new_one_may_lie_where_the_old_one_did(self, tmp_path: Path) -> None:
        before = a_page()
        by_an_authority(tmp_path / "first.p12", "secret")
        rotated = reseal(file=None, at=timezone.now())
        assert certificate_on(a_page()) == rotated.public
        assert check(before).is_ours

    def test_it_may_have_signed_already(self, settings: Any, tmp_path: Path) -> None:
        before = a_page()
        settings.PDF_KEY = by_an_authority(tmp_path / "next.p12")
        signing.forget()
        after = a_page()
        reseal(file=None, at=timezone.now())
        assert IssuerKey.objects.get(retired_at=None).public_key == certificate_on(after)
        assert check(before).is_ours

    def test_without_a_new_one_nothing_is_exchanged(self) -> None:
        a_page()
        with pytest.raises(Conflict, match="name the new one"):
            reseal(file=None, at=timezone.now())
        assert IssuerKey.objects.filter(retired_at=None).count() == 1

    def test_a_key_used_before_does_not_come_back(self, settings: Any, tmp_path: Path) -> None:
        a_page()
        first = settings.PDF_KEY
        settings.PDF_KEY = by_an_authority(tmp_path / "next.p12")
        reseal(file=settings.PDF_KEY, at=timezone.now())
        with pytest.raises(Conflict, match="used before"):
            reseal(file=first, at=timezone.now())
        settings.PDF_KEY = first
        with pytest.raises(Conflict, match="used before"):
            reseal(file=None, at=timezone.now())

    def test_a_certificate_that_ran_out_is_refused(self, tmp_path: Path) -> None:
        old = by_an_authority(tmp_path / "old.p12", until=datetime(2026, 2, 1, tzinfo=UTC))
        with pytest.raises(Invalid, match="2026-02-01 only"):
            reseal(file=old, at=timezone.now())
        assert not IssuerKey.objects.exists()

    def test_the_command_says_what_is_left_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a_page()
        new, out = by_an_authority(tmp_path / "next.p12", "other").path, StringIO()
        with pytest.raises(CommandError, match="cannot be read as PKCS#12"):
            call_command("rotate_key", "--use", "page", "--file", str(new))
        monkeypatch.setenv("CAMPUS_NEW_PDF_KEY_PASSWORD", "other")
        call_command("rotate_key", "--use", "page", "--file", str(new), stdout=out)
        assert f"Set CAMPUS_PDF_KEY_FILE={new} and restart" in out.getvalue()
        assert Deed.objects.get().deed == "key.rotated"


def test_what_a_compromised_one_signed_is_ours_no_more() -> None:
    """Whenever it says that it was signed: a signature proves no moment."""
    before, out = a_page(), StringIO()
    since = (timezone.now() + timedelta(days=1)).isoformat()
    call_command("rotate_key", "--use", "page", "--compromised-since", since, stdout=out)
    assert f"What {certificate_on(before)} signed from" in out.getvalue()
    assert not check(before).is_ours
    assert check(a_page()).is_ours
