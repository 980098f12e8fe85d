"""Owns the reading of a PDF's signatures: whether each holds, and for every byte of the file.

The file itself is not parsed. A signature names the bytes that it covers, so that it is found and
checked in time that grows with the length of the file only, however the file is made.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

MOST: Final = 8
_LONGEST_CMS: Final = 200_000
_MOST_BITS: Final = 8192
_RANGE = re.compile(rb"/ByteRange\s{0,4}\[\s{0,4}(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})")
_GAP = re.compile(rb"<[0-9A-Fa-f]*>")
_MOMENT = re.compile(rb"/M\s{0,4}\(D(?::|\\072)(\d{14})(Z|[+-]\d\d'?\d\d'?)?")
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature: whose certificate, whether it holds, and whether it covers the whole file.

    `claimed_at` is what the signer says; only a time stamp would prove it.
    """

    certificate: x509.Certificate
    holds: bool
    covers_all: bool
    claimed_at: datetime | None


def seals(pdf: bytes) -> list[Seal]:
    """In the order in which they stand, at most MOST of them; what cannot be read is none."""
    found = []
    for number, match in enumerate(_RANGE.finditer(pdf)):
        if number == MOST:
            break
        if seal := _read(pdf, *(int(text) for text in match.groups())):
            found.append(seal)
    return found


def _read(pdf: bytes, start: int, until: int, gap_end: int, rest: int) -> Seal | None:
    """A range that leaves out anything but the signature itself covers nothing."""
    if start or not 0 < until < gap_end <= gap_end + rest <= len(pdf):
        return None
    if not _GAP.fullmatch(pdf, until, gap_end) or gap_end - until > 2 * _LONGEST_CMS:
        return None
    covered = memoryview(pdf)
    parts = covered[:until], covered[gap_end : gap_end + rest]
    text = pdf[until + 1 : gap_end - 1]
    try:
        signed = cms.ContentInfo.load(
            bytes.fromhex(text.decode().ljust(len(text) + len(text) % 2, "0"))
        )
        certificate, holds = _checked(signed["content"], parts)
    except (ValueError, TypeError, KeyError, IndexError, LookupError):
        return None
    return Seal(certificate, holds, gap_end + rest == len(pdf), _claimed(pdf, until, gap_end))


def _checked(signed: Any, parts: tuple[memoryview, memoryview]) -> tuple[x509.Certificate, bool]:
    (info,) = signed["signer_infos"]
    certificate = _certificate(signed, info)
    name = info["digest_algorithm"]["algorithm"].native
    if name not in _HASHES:
        return certificate, False
    digest = hashlib.new(name)
    for part in parts:
        digest.update(part)
    attributes = info["signed_attrs"]
    said = [one["values"][0].native for one in attributes if one["type"].native == "message_digest"]
    holds = said == [digest.digest()] and _signed_by(certificate, info, attributes.untag().dump())
    return certificate, holds


def _certificate(signed: Any, info: Any) -> x509.Certificate:
    named = info["sid"].chosen
    for choice in signed["certificates"]:
        one = choice.chosen
        if (
            choice.name == "certificate"
            and one.serial_number == named["serial_number"].native
            and one.issuer.dump() == named["issuer"].dump()
        ):
            return x509.load_der_x509_certificate(one.dump())
    raise ValueError("The signature does not carry its certificate.")


def _signed_by(certificate: x509.Certificate, info: Any, signed: bytes) -> bool:
    algorithm, signature = info["signature_algorithm"], info["signature"].native
    hashed = _HASHES[info["digest_algorithm"]["algorithm"].native]
    try:
        key = certificate.public_key()
        if isinstance(key, rsa.RSAPublicKey) and key.key_size <= _MOST_BITS:
            key.verify(signature, signed, _padding(algorithm, hashed), hashed)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hashed))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def _padding(algorithm: Any, hashed: hashes.HashAlgorithm) -> padding.AsymmetricPadding:
    if algorithm.signature_algo == "rsassa_pss":
        return padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO)
    return padding.PKCS1v15()


def _claimed(pdf: bytes, until: int, gap_end: int) -> datetime | None:
    """The signature's dictionary stands around the gap; its `/M` is the moment it claims."""
    around: Iterator[bytes] = iter(
        (pdf[gap_end : gap_end + 1000], pdf[max(0, until - 1000) : until])
    )
    for text in around:
        if match := _MOMENT.search(text):
            zone = (match[2] or b"Z").decode().replace("'", "").replace("Z", "+0000")
            try:
                return datetime.strptime(f"{match[1].decode()}{zone}", "%Y%m%d%H%M%S%z").astimezone(
                    UTC
                )
            except (ValueError, OverflowError):
                return None
    return None
