"""Owns the campus as an issuer: its key in this process, its public keys in the database."""

from datetime import datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from campus.accounts.roles import campus_organisation

from . import proofs
from .documents import Issuer, JsonObject
from .issuer import did_document, did_of, multibase, verification_method
from .keys import signing_key
from .models import IssuerKey


def the_issuer() -> Issuer:
    iri: str = settings.CAMPUS_IRI
    return Issuer(did=did_of(iri), name=campus_organisation().name, url=iri)


def sign(document: JsonObject, *, at: datetime) -> str:
    """The exact text to keep; the public key is archived before its first signature leaves.

    Raises NoSigningKey in production while the operator has named none.
    """
    key = _key()
    public, did = multibase(key.public_key()), did_of(settings.CAMPUS_IRI)
    IssuerKey.objects.bulk_create(
        [IssuerKey(public_key=public, did=did, url=settings.CAMPUS_IRI, first_used_at=at)],
        ignore_conflicts=True,
    )
    method = verification_method(did, public)
    return proofs.sign(document, key=key, verification_method=method, created=at)


@cache
def _key() -> Ed25519PrivateKey:
    return signing_key(
        settings.SIGNING_KEY_FILE,
        settings.CAMPUS_DATA / "keys",
        may_make_one=settings.IS_DEVELOPMENT,
    )


def issuer_documents() -> dict[str, dict[str, Any]]:
    """By DID, the document of every issuer this campus has been, from its own archive."""
    keys: dict[tuple[str, str], list[str]] = {}
    for key in IssuerKey.objects.all():
        keys.setdefault((key.did, key.url), []).append(key.public_key)
    return {did: did_document(did, public, url=url) for (did, url), public in keys.items()}


def own_document() -> dict[str, Any]:
    """What `/.well-known/did.json` answers."""
    did = did_of(settings.CAMPUS_IRI)
    return issuer_documents().get(did) or did_document(did, [], url=settings.CAMPUS_IRI)
