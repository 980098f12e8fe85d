"""One development key however many workers come at once; in production the operator's or none."""

import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from workers.certificates.issuers.keys import NoSigningKey, signing_key


@pytest.fixture(autouse=True)
def forget_keys() -> None:
    signing_key.cache_clear()


def test_workers_that_come_at_once_use_one_key(tmp_path: Path) -> None:
    start, found = threading.Barrier(8), []

    def come() -> None:
        start.wait()
        key = signing_key.__wrapped__(None, tmp_path / "keys", may_make_one=True)
        found.append(key.public_key().public_bytes_raw())

    workers = [threading.Thread(target=come) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_nobody_else_reads_the_key_made_in_development(tmp_path: Path) -> None:
    signing_key(None, tmp_path / "keys", may_make_one=True)
    (path,) = (tmp_path / "keys").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_production_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(NoSigningKey, match="CAMPUS_SIGNING_KEY_FILE"):
        signing_key(None, tmp_path, may_make_one=False)
    assert not list(tmp_path.iterdir())


def test_production_uses_the_operators_key(tmp_path: Path) -> None:
    made = signing_key(None, tmp_path, may_make_one=True)
    named = signing_key(tmp_path / "signing.pem", Path("/nowhere"), may_make_one=False)
    assert named.private_bytes_raw() == made.private_bytes_raw()


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    rsa = generate_private_key(65537, 2048)
    path = tmp_path / "rsa.pem"
    path.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(NoSigningKey, match="not an Ed25519 key"):
        signing_key(path, tmp_path, may_make_one=False)


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.pem"
    path.write_text("no key")
    with pytest.raises(NoSigningKey, match="cannot be read"):
        signing_key(path, tmp_path, may_make_one=False)
