"""The key of pages: the operator's, or one for development, however many workers come at once."""

import shutil
import stat
import subprocess
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from campus.env.pdfkeys import KeyFile, KeyToken
from tests.workers.certificates.signedpages import NOW, plain
from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.sealing.democertificate import demonstration_key
from workers.certificates.sealing.keys import page_key
from workers.certificates.sealing.reading import seals
from workers.certificates.sealing.seals import seal


@pytest.fixture(autouse=True)
def forget_keys() -> None:
    page_key.cache_clear()


def test_workers_that_come_at_once_use_one_key(tmp_path: Path) -> None:
    start, found = threading.Barrier(3), []

    def come() -> None:
        start.wait()
        key = page_key.__wrapped__(None, tmp_path / "keys", may_make_one=True)
        found.append(key.certificate.sha256)

    workers = [threading.Thread(target=come) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 3
    assert len(set(found)) == 1
    (path,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_production_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(NoSigningKey, match="CAMPUS_PDF_KEY_FILE"):
        page_key(None, tmp_path, may_make_one=False)
    assert not list(tmp_path.iterdir())


def test_production_uses_the_operators_key_with_its_password(tmp_path: Path) -> None:
    made = pkcs12.load_pkcs12(demonstration_key(), None)
    assert made.cert is not None
    path = tmp_path / "pages.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"pages",
            made.key,  # type: ignore[arg-type]  # an RSA key
            made.cert.certificate,
            [other.certificate for other in made.additional_certs],
            BestAvailableEncryption(b"secret"),
        )
    )
    key = page_key(KeyFile(path, "secret"), Path("/nowhere"), may_make_one=False)
    assert len(key.chain) == 1
    assert len(key.sign(b"anything")) == 3072 // 8
    for wrong in ("", "Secret"):
        with pytest.raises(NoSigningKey, match="cannot be read as PKCS#12"):
            page_key(KeyFile(path, wrong), Path("/nowhere"), may_make_one=False)


@pytest.mark.parametrize("kind", ["elliptic", "short"])
def test_a_key_that_readers_would_not_take_is_refused(tmp_path: Path, kind: str) -> None:
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if kind == "elliptic"
        else rsa.generate_private_key(65537, 1024)
    )
    path = tmp_path / "pages.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"x", key, _self_signed(key), None, NoEncryption())
    )
    with pytest.raises(NoSigningKey, match="not an RSA key of 2048 bits or more"):
        page_key(KeyFile(path), tmp_path, may_make_one=False)


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pages.p12"
    path.write_text("no key")
    with pytest.raises(NoSigningKey, match="cannot be read"):
        page_key(KeyFile(path), tmp_path, may_make_one=False)
    with pytest.raises(NoSigningKey, match="cannot be read"):
        page_key(KeyFile(tmp_path / "absent.p12"), tmp_path, may_make_one=False)


def test_a_token_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pkcs11", reason="the extra “hsm” is not installed")
    named = KeyToken(tmp_path / "no-library.so", "campus", "pages")
    with pytest.raises(NoSigningKey, match="The token campus gives no key"):
        page_key(named, tmp_path, may_make_one=False)


def _self_signed(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Somebody")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )


def test_a_token_signs_with_a_key_that_never_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pkcs11 = pytest.importorskip("pkcs11", reason="the extra “hsm” is not installed")
    library, found = Path("/usr/lib/softhsm/libsofthsm2.so"), shutil.which("softhsm2-util")
    if found is None or not library.exists():
        pytest.skip("softhsm2 is not installed")
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    made = pkcs12.load_pkcs12(demonstration_key(), None)
    assert made.key is not None
    assert made.cert is not None
    (tmp_path / "key.pem").write_bytes(
        made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    tool = (found, "--module", str(library))
    _run(*tool, "--init-token", "--free", "--label", "campus", "--so-pin", "4321", "--pin", "1234")
    _run(
        *tool, "--import", str(tmp_path / "key.pem"), "--id", "a1", "--token", "campus",
        "--label", "pages", "--pin", "1234",
    )  # fmt: skip
    held = made.cert.certificate
    with (
        pkcs11.lib(str(library))
        .get_token(token_label="campus")
        .open(rw=True, user_pin="1234") as session
    ):
        kind = pkcs11.Attribute
        session.create_object(
            {
                kind.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                kind.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                kind.TOKEN: True,
                kind.LABEL: "pages",
                kind.SUBJECT: held.subject.public_bytes(),
                kind.VALUE: held.public_bytes(Encoding.DER),
            }
        )
    key = page_key(KeyToken(library, "campus", "pages", "1234"), tmp_path, may_make_one=False)
    assert key.certificate.dump() == held.public_bytes(Encoding.DER)
    (sealed,) = seals(seal(plain(), key, by="Campus", at=NOW, timestamps=None))
    assert (sealed.holds, sealed.covers_all) == (True, True)
    with pytest.raises(NoSigningKey, match="The token campus"):
        page_key(KeyToken(library, "campus", "absent", "1234"), tmp_path, may_make_one=False)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
