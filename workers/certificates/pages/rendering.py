"""Owns the document of a credential: made and signed once, from frozen words, kept as made."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from workers.certificates.models import CertificateDocument, Credential, Picture
from workers.certificates.pages import looks
from workers.certificates.pages.typesetting import Face, typeset
from workers.certificates.sealing.signing import sign_page

DOCUMENT = "certificate.render"


@transaction.atomic
def render_document(key: str) -> None:
    """Handler of what is owed: the PDF of the credential with this id, unless it is there."""
    # Locked, so that no erasure passes between the reading of a name and the keeping of its page.
    rows = Credential.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=key, certificate=None, erased_at=None)
    credential = found.only("face", "document", "issued_at").first()
    if credential is None:
        return
    pdf = sign_page(
        typeset_credential(credential), by=credential.face["issuer"], at=credential.issued_at
    )
    document = CertificateDocument(
        credential=credential,
        digest=hashlib.sha256(pdf).hexdigest(),
        body=pdf,
        rendered_at=timezone.now(),
    )
    CertificateDocument.objects.bulk_create([document], ignore_conflicts=True)


def typeset_credential(credential: Credential) -> bytes:
    """Unsigned; the same bytes each time, as long as layout, fonts and typst stay the same."""
    face = thawed(credential.face)
    return typeset(
        face,
        credential=credential.document,
        issued_at=credential.issued_at,
        pictures=pictures_of(face),
    )


def thawed(frozen: dict[str, Any]) -> Face:
    """The face from its JSON."""
    lists = {name: tuple(frozen.get(name, ())) for name in ("skills", "signatories")}
    return Face(**(frozen | lists | {"facts": tuple(tuple(fact) for fact in frozen["facts"])}))


def pictures_of(face: Face) -> dict[str, bytes]:
    """The PNG of each digest that the face names; most name none, and ask nothing."""
    named = looks.digests(face.look, face.signatories)
    if not named:
        return {}
    found = Picture.objects.filter(digest__in=named).values_list("digest", "body")
    return {digest: bytes(body) for digest, body in found}
