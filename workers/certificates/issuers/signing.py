"""Owns the campus as an issuer: its keys in this process, its public keys in the database."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from campus.accounts.roles import campus_organisation
from campus.errors import NotFound
from workers.certificates.issuers import keys
from workers.certificates.models import IssuerKey
from workers.certificates.signed import proofs
from workers.certificates.signed.documents import Issuer, JsonObject
from workers.certificates.signed.issuer import (
    Published,
    did_document,
    did_of,
    multibase,
    verification_method,
)

Signer = Callable[[JsonObject], str]
_ARCHIVED: Final = """
SELECT did, retired_at IS NOT NULL OR compromised_at IS NOT NULL
FROM certificates_issuerkey WHERE public_key = %s
"""


def the_issuer() -> Issuer:
    iri: str = settings.CAMPUS_IRI
    return Issuer(did=did_of(iri), name=campus_organisation().name, url=f"{iri}/issuer")


def sign(document: JsonObject, *, at: datetime) -> str:
    """The exact text to keep; the public key is archived before its first signature leaves.

    In the name of the issuer that the document says: this campus, or what it was called before.
    Raises NoSigningKey in production while the operator has named none, and where the key at hand
    was retired.
    """
    return signer(proofs.issuer_of(document), at=at)(document)


def signer(did: str, *, at: datetime) -> Signer:
    """Signs any number of documents of one issuer, as `sign` does; asks once which key may."""
    key, method = _usable(_signing_key, "proof", did, at)
    return lambda document: proofs.sign(document, key=key, verification_method=method, created=at)


def key_for_tokens(did: str, at: datetime) -> tuple[EllipticCurvePrivateKey, str]:
    """The key that signs tokens for this issuer, and its archived name; raises as `sign` does."""
    return _usable(_token_key, "token", did, at)


Key = TypeVar("Key", Ed25519PrivateKey, EllipticCurvePrivateKey)


def _usable(find: Callable[[], Key], use: keys.Use, did: str, at: datetime) -> tuple[Key, str]:
    for is_last in (False, True):
        key = find()
        public = multibase(key.public_key())
        archived = _archived(public)
        if not any(archived.values()):
            if did not in archived:
                archive(public, use=use, did=did, at=at)
            return key, verification_method(did, public)
        if not is_last:
            keys.forget()  # The file may hold the new key already.
    raise keys.NoSigningKey(
        f"The key at hand was retired: set {keys.FILES[use].setting} to the new one and restart."
    )


def _archived(public: str) -> dict[str, bool]:
    """By issuer that signed with this key, whether it no longer may."""
    with connection.cursor() as cursor:
        cursor.execute(_ARCHIVED, [public])
        return dict(cursor.fetchall())


def archive(public: str, *, use: str, did: str, at: datetime) -> None:
    """Publish a key of an issuer that this campus is or has been; once is enough."""
    if IssuerKey.objects.filter(did=did, public_key=public).exists():
        return
    new = IssuerKey(
        use=use,
        public_key=public,
        did=did,
        url=address_of(did),
        name=campus_organisation().name,
        first_used_at=at,
    )
    IssuerKey.objects.bulk_create([new], ignore_conflicts=True)


def address_of(did: str) -> str:
    """The IRI that an issuer of ours is named after; raises NotFound for anybody else's."""
    iri: str = settings.CAMPUS_IRI
    if did == did_of(iri):
        return iri
    before = IssuerKey.objects.filter(did=did).values_list("url", flat=True).first()
    if before is None:
        raise NotFound(f"{did} is not, and never was, this campus.")
    return before


def _signing_key() -> Ed25519PrivateKey:
    return keys.signing_key(
        settings.SIGNING_KEY_FILE, key_folder(), may_make_one=settings.IS_DEVELOPMENT
    )


def _token_key() -> EllipticCurvePrivateKey:
    return keys.token_key(
        settings.TOKEN_KEY_FILE, key_folder(), may_make_one=settings.IS_DEVELOPMENT
    )


def key_folder() -> Path:
    """Where the keys of development lie."""
    folder: Path = settings.CAMPUS_DATA / "keys"
    return folder


def issuer_documents() -> dict[str, dict[str, Any]]:
    """By DID, the document of every issuer this campus has been, from its own archive."""
    published: dict[tuple[str, str], list[Published]] = {}
    for key in IssuerKey.objects.exclude(use=IssuerKey.Use.PAGE):
        issuer = published.setdefault((key.did, key.url), [])
        issuer.append(Published(key.public_key, key.compromised_at))
    return {did: did_document(did, public, url=url) for (did, url), public in published.items()}
