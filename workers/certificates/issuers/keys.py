"""Owns the keys that sign: files named by the operator, or in development ones made here."""

import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from campus.errors import CampusError

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey
Use = Literal["proof", "token"]


class NoSigningKey(CampusError):
    """Nothing is issued without the operator's key; what is owed waits until she names one."""

    status = 503
    code = "no_signing_key"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """Where the key of a use lies, by which name the operator says so, and what it is."""

    setting: str
    file: str
    kind: str


FILES: Final[dict[Use, KeyFile]] = {
    "proof": KeyFile("CAMPUS_SIGNING_KEY_FILE", "signing.pem", "an Ed25519"),
    "token": KeyFile("CAMPUS_TOKEN_KEY_FILE", "token.pem", "a P-256"),
}


@lru_cache(maxsize=4)
def signing_key(named: Path | None, folder: Path, *, may_make_one: bool) -> Ed25519PrivateKey:
    """The key in the file `named`, else the development key in `folder`, made at first use.

    Raises NoSigningKey where there is none to use.
    """
    key = load(path_of("proof", named, folder, may_make_one=may_make_one), use="proof")
    assert isinstance(key, Ed25519PrivateKey)
    return key


@lru_cache(maxsize=4)
def token_key(named: Path | None, folder: Path, *, may_make_one: bool) -> EllipticCurvePrivateKey:
    """As `signing_key`, for credentials as tokens (ES256)."""
    key = load(path_of("token", named, folder, may_make_one=may_make_one), use="token")
    assert isinstance(key, EllipticCurvePrivateKey)
    return key


def path_of(use: Use, named: Path | None, folder: Path, *, may_make_one: bool) -> Path:
    if named is not None:
        return named
    wanted = FILES[use]
    if not may_make_one:
        raise NoSigningKey(f"Set {wanted.setting} to {wanted.kind} private key in PEM.")
    path = folder / wanted.file
    if not path.exists():
        make(path, use=use)
    return path


def load(path: Path, *, use: Use) -> PrivateKey:
    """Raises NoSigningKey where the file holds no key of this use."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as fault:
        raise NoSigningKey(f"{path} cannot be read as a private key: {fault}") from fault
    if use == "proof" and isinstance(key, Ed25519PrivateKey):
        return key
    if (
        use == "token"
        and isinstance(key, EllipticCurvePrivateKey)
        and isinstance(key.curve, SECP256R1)
    ):
        return key
    raise NoSigningKey(f"{path} is not {FILES[use].kind} key.")


def make(path: Path, *, use: Use) -> None:
    """Of several workers that come at once, one makes the key and all use it."""
    new = Ed25519PrivateKey.generate() if use == "proof" else generate_private_key(SECP256R1())
    keep_first(path, new.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def keep_first(path: Path, content: bytes) -> None:
    """The file appears whole (a link to a finished one) and is never overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, unfinished = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)
    except FileExistsError:
        pass  # Another worker was first; hers is the key.
    finally:
        os.unlink(unfinished)


def forget() -> None:
    """Read the files again at the next signature: a key was exchanged."""
    signing_key.cache_clear()
    token_key.cache_clear()
