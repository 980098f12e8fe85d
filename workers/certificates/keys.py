"""Owns the key that signs: a file named by the operator, or in development one made here."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from campus.errors import CampusError


class NoSigningKey(CampusError):
    """Nothing is issued without the operator's key; what is owed waits until she names one."""

    status = 503
    code = "no_signing_key"


@lru_cache(maxsize=4)
def signing_key(named: Path | None, folder: Path, *, may_make_one: bool) -> Ed25519PrivateKey:
    """The key in the file `named`, else the development key in `folder`, made at first use.

    Raises NoSigningKey where there is none to use.
    """
    if named is not None:
        return _load(named)
    if not may_make_one:
        raise NoSigningKey("Set CAMPUS_SIGNING_KEY_FILE to an Ed25519 private key in PEM.")
    path = folder / "signing.pem"
    if not path.exists():
        _make(path)
    return _load(path)


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as fault:
        raise NoSigningKey(f"{path} cannot be read as a private key: {fault}") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey(f"{path} is not an Ed25519 key.")
    return key


def _make(path: Path) -> None:
    """Of several workers that come at once, one makes the key and all use it.

    The file appears whole (a link to a finished one) and is never overwritten.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    handle, unfinished = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)
    except FileExistsError:
        pass  # Another worker was first; hers is the key.
    finally:
        os.unlink(unfinished)
