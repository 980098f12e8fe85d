"""Owns the key that signs PDFs: a PKCS#12 file, a token, or in development one made here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from campus.env.pdfkeys import KeyFile, KeyToken
from workers.certificates.issuers.keys import NoSigningKey, keep_first
from workers.certificates.sealing.democertificate import demonstration_key

FEWEST_BITS: Final = 2048
DEVELOPMENT_FILE: Final = "pages.p12"


@dataclass(frozen=True, slots=True)
class PageKey:
    """A certificate, those that lead to it, and what signs in its name.

    `sign` answers RSA's PKCS#1 v1.5 signature over SHA-256: the same for the same bytes.
    """

    certificate: asn1_x509.Certificate
    chain: tuple[asn1_x509.Certificate, ...]
    sign: Callable[[bytes], bytes]


@lru_cache(maxsize=4)
def page_key(named: KeyFile | KeyToken | None, folder: Path, *, may_make_one: bool) -> PageKey:
    """The operator's key, else the development key in `folder`, made at first use.

    Kept for as long as the process lives: decoding it takes longer than all the rest.
    Raises NoSigningKey where there is none to use.
    """
    if isinstance(named, KeyToken):
        from workers.certificates.sealing import (
            hardware as pagetokens,  # only where the extra "hsm" is installed
        )

        certificate, sign = pagetokens.on_token(named)
        return PageKey(certificate=certificate, chain=(), sign=sign)
    if named is not None:
        return load(named)
    if not may_make_one:
        raise NoSigningKey("Set CAMPUS_PDF_KEY_FILE to a PKCS#12 file, or CAMPUS_PKCS11_MODULE.")
    path = folder / DEVELOPMENT_FILE
    if not path.exists():
        keep_first(path, demonstration_key())
    return load(KeyFile(path))


def load(named: KeyFile) -> PageKey:
    """Raises NoSigningKey where the file holds no key that readers of PDFs would take."""
    password = named.password.encode() or None
    try:
        held = pkcs12.load_pkcs12(named.path.read_bytes(), password)
    except (OSError, ValueError) as fault:
        raise NoSigningKey(f"{named.path} cannot be read as PKCS#12: {fault}") from fault
    if held.key is None or held.cert is None:
        raise NoSigningKey(f"{named.path} lacks the key or its certificate.")
    key = held.key
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < FEWEST_BITS:
        raise NoSigningKey(f"{named.path} is not an RSA key of {FEWEST_BITS} bits or more.")
    return PageKey(
        certificate=_asn1(held.cert.certificate),
        chain=tuple(_asn1(other.certificate) for other in held.additional_certs),
        sign=lambda signed: key.sign(signed, PKCS1v15(), hashes.SHA256()),
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(
        certificate.public_bytes(Encoding.DER)
    )
    return loaded
