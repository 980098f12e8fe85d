"""Owns the campus as the signer of PDFs: its certificates, archived, and what they still prove."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings

from workers.certificates.issuers.keys import NoSigningKey
from workers.certificates.models import IssuerKey
from workers.certificates.sealing.keys import PageKey, page_key
from workers.certificates.sealing.reading import Seal, seals
from workers.certificates.sealing.seals import seal
from workers.certificates.signed.issuer import did_of

LARGEST: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class PageCheck:
    """What the signature of a PDF proves.

    `is_intact`: not a byte of the file differs from what was signed. `changed_after`: what was
    signed is whole, and something was added to it later. `is_ours`: the certificate is one with
    which this campus signed, and nobody else is known to have its key; `is_archived`: it signed
    with that one, whoever has its key since. `signed_at` is what the signer said.
    """

    is_signed: bool
    is_intact: bool
    signer: str
    is_ours: bool
    is_archived: bool
    signed_at: datetime | None
    changed_after: bool


_UNSIGNED: Final = PageCheck(
    is_signed=False,
    is_intact=False,
    signer="",
    is_ours=False,
    is_archived=False,
    signed_at=None,
    changed_after=False,
)


def sign_page(pdf: bytes, *, by: str, at: datetime) -> bytes:
    """The PDF signed for the issuer of this name; its certificate is archived before that leaves.

    Raises NoSigningKey in production while the operator has named none, and where the key at hand
    was retired.
    """
    key = _usable(by, at)
    return seal(pdf, key, by=by, at=at, timestamps=settings.TIMESTAMP_URL)


def _usable(by: str, at: datetime) -> PageKey:
    for is_last in (False, True):
        key = _key()
        rows = IssuerKey.objects.filter(use=IssuerKey.Use.PAGE, public_key=digest_of(key))
        archived = list(rows.values_list("did", "retired_at", "compromised_at"))
        if not any(retired or compromised for _did, retired, compromised in archived):
            if did_of(settings.CAMPUS_IRI) not in {row[0] for row in archived}:
                archive(key, by=by, at=at)
            return key
        if not is_last:
            forget()  # The file may hold the new key already.
    raise NoSigningKey(
        "The key of PDFs was retired: set CAMPUS_PDF_KEY_FILE to the new one and restart."
    )


def archive(key: PageKey, *, by: str, at: datetime) -> None:
    """Keep the certificate, by which what it signed is known as ours for ever."""
    new = IssuerKey(
        use=IssuerKey.Use.PAGE,
        public_key=digest_of(key),
        certificate=_pem(key),
        did=did_of(settings.CAMPUS_IRI),
        url=settings.CAMPUS_IRI,
        name=by,
        first_used_at=at,
    )
    IssuerKey.objects.bulk_create([new], ignore_conflicts=True)


def digest_of(key: PageKey) -> str:
    """What its certificate is archived as."""
    digest: str = key.certificate.sha256.hex()
    return digest


def forget() -> None:
    """Read the key again at the next signature: it was exchanged."""
    _key.cache_clear()
    page_key.cache_clear()


def check(pdf: bytes) -> PageCheck:
    """Read from the file and the archive alone; a file of LARGEST bytes takes a tenth of a second.

    Of several signatures the campus's is told, or the last.
    """
    found = seals(pdf[: LARGEST + 1]) if len(pdf) <= LARGEST else []
    if not found:
        return _UNSIGNED
    ours = _ours(found)
    told = next((seal for seal in found if _digest(seal) in ours), found[-1])
    archived = ours.get(_digest(told))
    return PageCheck(
        is_signed=True,
        is_intact=told.holds and told.covers_all,
        signer=archived.name if archived else _common_name(told.certificate),
        is_ours=archived is not None and archived.compromised_at is None,
        is_archived=archived is not None,
        signed_at=told.claimed_at,
        changed_after=told.holds and not told.covers_all,
    )


def _ours(found: list[Seal]) -> dict[str, IssuerKey]:
    rows = IssuerKey.objects.filter(
        use=IssuerKey.Use.PAGE, public_key__in={_digest(seal) for seal in found}
    )
    return {row.public_key: row for row in rows.order_by("-first_used_at")}


def _digest(seal: Seal) -> str:
    return seal.certificate.fingerprint(hashes.SHA256()).hex()


def _common_name(certificate: x509.Certificate) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if named := certificate.subject.get_attributes_for_oid(oid):
            return str(named[0].value)
    return certificate.subject.rfc4514_string()


def _pem(key: PageKey) -> str:
    certificate = x509.load_der_x509_certificate(key.certificate.dump())
    return certificate.public_bytes(Encoding.PEM).decode()


@cache
def _key() -> PageKey:
    return page_key(
        settings.PDF_KEY, settings.CAMPUS_DATA / "keys", may_make_one=settings.IS_DEVELOPMENT
    )
