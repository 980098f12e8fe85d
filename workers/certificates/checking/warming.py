"""Owns the first file that the reading process reads: one like ours, and nobody's.

What every file needs is read with it once, before there is a child; a child begins with all of it.
"""

import io
from datetime import UTC, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pypdf import PdfWriter

from workers.certificates.signed import documents, proofs
from workers.certificates.signed.issuer import (
    Published,
    did_document,
    multibase,
    verification_method,
)

from .reading import read

_IRI = "https://example.invalid"
_DID = "did:web:example.invalid"
_NOBODY = UUID(int=0)


def warm() -> None:
    key = Ed25519PrivateKey.generate()
    public = multibase(key.public_key())
    now = datetime.now(UTC)
    text = proofs.sign(
        _credential(now), key=key, verification_method=verification_method(_DID, public),
        created=now,
    )  # fmt: skip
    for reading in read(_pdf(text), {_DID: did_document(_DID, [Published(public)], url=_IRI)}):
        last = reading
    assert last.proof is not None, last.trouble


def _credential(now: datetime) -> documents.JsonObject:
    """With every part that one of ours has."""
    return documents.build(
        address=f"{_IRI}/verify/0",
        name="-",
        issuer=documents.Issuer(_DID, "-", _IRI),
        issued_at=now,
        subject=documents.Subject(_NOBODY, "-", "-"),
        earned=documents.Earned(
            _NOBODY, 1, "-", "-", "-", "fr",
            skills=(documents.Skill("-", _IRI, "-", "-", "-"), documents.Skill("-")),
            creator=documents.Profile(_IRI, "-"),
        ),
        evidence=[documents.Evidence("-", "-", documents.digest(b""), "-")],
        related=[documents.Related(_IRI, documents.digest(b""))],
        description="-",
        valid_until=now,
        status=documents.Status(f"{_IRI}/status/0", 0),
    )  # fmt: skip


def _pdf(text: str) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("credential.json", text.encode())
    writer.write(out)
    return out.getvalue()
