"""Owns what the reading of a dropped file says: plain data, made where the file may do no harm."""

from typing import Any, Final

from msgspec import Struct

PDF: Final = "pdf"
PNG: Final = "png"
JSON: Final = "json"
JWT: Final = "jwt"
UNKNOWN: Final = "unknown"

PROVED: Final = "proved"
"""The code of a proof that holds; every other code says why none does."""


class Proof(Struct, frozen=True):
    """What the proof of a credential came to: `proved`, or the code of the refusal."""

    code: str
    method: str = ""
    detail: str = ""


class Seal(Struct, frozen=True):
    """A signature of a PDF; `certificate` is the SHA-256 of the signer's, in hex."""

    certificate: str
    signer: str
    holds: bool
    covers_all: bool


class Page(Struct, frozen=True):
    """What a PDF shows: its words, and what stands on top of them."""

    text: str
    pages: int
    notes: int


class Reading(Struct, frozen=True):
    """One file. `trouble` is a code that says why there is no more; `text` is the credential."""

    kind: str
    trouble: str = ""
    text: str = ""
    document: dict[str, Any] | None = None
    credentials: int = 0
    proof: Proof | None = None
    seals: tuple[Seal, ...] = ()
    page: Page | None = None
