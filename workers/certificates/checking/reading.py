"""Owns the reading of one file, in steps: what is found stands, even if the next never ends."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec.structs import replace

from campus.errors import Invalid
from workers.certificates.signed import pngs, proofs

from . import pdfs, texts
from .proving import proof_of, token_proof
from .readings import JSON, JWT, PDF, PNG, UNKNOWN, Reading

Issuers = Mapping[str, dict[str, Any]]
_BOM: Final = "\ufeff"
# Readers of PDFs look for the header in the first kilobyte.
_HEADER_WITHIN: Final = 1024


def kind_of(body: bytes) -> str:
    """By its content: what a file is called or says it is tells nothing."""
    if body.startswith(pngs.SIGNATURE):
        return PNG
    if b"%PDF-" in body[:_HEADER_WITHIN]:
        return PDF
    start = body[:_HEADER_WITHIN].decode("utf-8", "replace").lstrip(_BOM).lstrip()
    if start.startswith("{"):
        return JSON
    return JWT if start.startswith("eyJ") else UNKNOWN


def read(body: bytes, issuers: Issuers) -> Iterator[Reading]:
    """Each reading knows all that the one before knew."""
    reading = start = Reading(kind_of(body))
    yield start
    try:
        for reading in _steps(start, body, issuers):
            yield reading
    except Invalid as fault:
        yield replace(reading, trouble=fault.code)
    except RecursionError:
        yield replace(reading, trouble="too_deep")
    except MemoryError:
        yield replace(reading, trouble="too_much")


def _steps(reading: Reading, body: bytes, issuers: Issuers) -> Iterator[Reading]:
    match reading.kind:
        case "pdf":
            yield from _pdf(reading, body, issuers)
        case "png":
            found = pngs.baked(body, longest=proofs.LONGEST_TEXT)
            yield from _credential(reading, found, issuers)
        case "json" | "jwt":
            yield from _credential(reading, [_decoded(body)], issuers)
        case _:
            raise Invalid("This is no file that carries a certificate.", code="unknown_kind")


def _pdf(reading: Reading, body: bytes, issuers: Issuers) -> Iterator[Reading]:
    reading = sealed = replace(reading, seals=pdfs.sealed(body))
    yield sealed
    opened = pdfs.opened(body)
    found = pdfs.attached(opened, longest=proofs.LONGEST_TEXT)
    if found:
        for reading in _credential(sealed, found, issuers):
            yield reading
    else:
        reading = replace(sealed, trouble="no_credential")
    yield replace(reading, page=pdfs.shown(opened))


def _credential(reading: Reading, found: list[str], issuers: Issuers) -> Iterator[Reading]:
    if not found:
        raise Invalid("There is no credential in this file.", code="no_credential")
    text = found[0].strip().lstrip(_BOM)
    is_token = texts.is_token(text)
    document = texts.payload(text) if is_token else texts.parsed(text)
    reading = replace(reading, text=text, document=document, credentials=len(set(found)))
    yield reading
    proof = token_proof(text, document, issuers) if is_token else proof_of(document, issuers)
    yield replace(reading, proof=proof)


def _decoded(body: bytes) -> str:
    """At most a letter more than the longest credential: what is longer is refused as such."""
    try:
        return body[: 4 * proofs.LONGEST_TEXT + 4].decode()
    except UnicodeDecodeError as fault:
        raise Invalid("The file is not text.", code="not_json") from fault
