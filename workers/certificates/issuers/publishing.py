"""Owns what the campus publishes of itself as an issuer, under each name that it has had."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from campus.accounts.roles import campus_organisation
from campus.errors import Invalid
from workers.certificates.issuers.signing import issuer_documents
from workers.certificates.models import IssuerKey
from workers.certificates.signed.canonical import CREDENTIALS_V2, OPEN_BADGES_V3
from workers.certificates.signed.documents import JsonObject
from workers.certificates.signed.issuer import did_document, did_of

_LISTS: Final = ("verificationMethod", "assertionMethod")


@dataclass(frozen=True, slots=True)
class PublicIssuer:
    """An issuer as anybody may know it: its profile, and every key that it ever signed with."""

    did: str
    name: str
    profile: JsonObject
    keys: Sequence[IssuerKey]


def archived_issuers(text: str) -> dict[str, JsonObject]:
    """By DID, the documents of an archive: one document, a list of them, or an object of them.

    Raises Invalid where it is none.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Invalid("The archive of issuers is not JSON.", code="issuers_unreadable") from fault
    if isinstance(content, dict):
        content = [content] if "verificationMethod" in content else list(content.values())
    if not isinstance(content, list) or not all(_is_document(one) for one in content):
        raise Invalid(
            "The archive holds something else than DID documents.", code="issuers_unreadable"
        )
    return {one["id"]: one for one in content}


def _is_document(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and isinstance(content.get("id"), str)
        and all(isinstance(content.get(name), list) for name in _LISTS)
        and all(isinstance(method, dict) for method in content["verificationMethod"])
    )


def document_at(host: str) -> dict[str, Any]:
    """What `/.well-known/did.json` answers there: an older domain of the campus keeps its own."""
    did, iri = named_at(host)
    return issuer_documents().get(did) or did_document(did, [], url=iri)


def issuer_at(host: str) -> PublicIssuer:
    did, iri = named_at(host)
    name = campus_organisation().name
    keys = IssuerKey.objects.filter(did=did).order_by("use", "id")
    return PublicIssuer(did, name, _profile(did, name, iri), tuple(keys))


def named_at(host: str) -> tuple[str, str]:
    """The DID and the IRI of the campus there: those of today unless it is an older domain."""
    iris: tuple[str, ...] = (settings.CAMPUS_IRI, *settings.CAMPUS_FORMER_IRIS)
    here = next((iri for iri in iris if iri == f"https://{host}"), iris[0])
    return did_of(here), here


def _profile(did: str, name: str, iri: str) -> JsonObject:
    """Source: Open Badges 3.0, section B.1.18."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": did,
        "type": ["Profile"],
        "name": name,
        "url": f"{iri}/issuer",
    }
