"""Owns the document of a credential: made once from its frozen words, then kept as made."""

import hashlib

from django.db import transaction
from django.utils import timezone

from .models import CertificateDocument, Credential
from .typesetting import Face, typeset

DOCUMENT = "certificate.render"


@transaction.atomic
def render_document(key: str) -> None:
    """Handler of what is owed: the PDF of the credential with this id, unless it is there."""
    credential = Credential.objects.filter(id=key, certificate=None).first()
    if credential is None:
        return
    pdf = typeset_credential(credential)
    document = CertificateDocument(
        credential=credential,
        digest=hashlib.sha256(pdf).hexdigest(),
        body=pdf,
        rendered_at=timezone.now(),
    )
    CertificateDocument.objects.bulk_create([document], ignore_conflicts=True)


def typeset_credential(credential: Credential) -> bytes:
    """The same bytes each time, as long as layout, fonts and typst stay the same."""
    words = credential.face | {"facts": tuple(tuple(fact) for fact in credential.face["facts"])}
    return typeset(Face(**words), credential=credential.document, issued_at=credential.issued_at)
