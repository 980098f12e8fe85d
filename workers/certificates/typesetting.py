"""Owns the making of the PDF: typst, our fonts, a QR code, and the credential attached."""

import hashlib
import io
import json
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import segno
import typst

from .glyphs import printable

_HERE: Final = Path(__file__).parent
_LAYOUT: Final = _HERE / "layout"
_FONTS: Final = _HERE / "fonts"
_RINGS = 12
# Choosing the best of eight masks takes longer than all the rest of the code; any mask reads.
_MASK = 3
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Face:
    """Everything the page says, in the words frozen when the credential was issued."""

    language: str
    issuer: str
    title: str
    awarded_to: str
    name: str
    role: str
    because: str
    subject: str
    summary: str
    people_label: str
    people: str
    facts: tuple[tuple[str, str], ...]
    small_print: str
    verify_label: str
    verify_address: str
    qr_alt: str
    attachment: str
    demonstration: str
    name_missing: str


def typeset(face: Face, *, credential: str, issued_at: datetime) -> bytes:
    """The certificate: PDF/A-3a and PDF/UA-1, one page; the same input gives the same bytes."""
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={
            "face": json.dumps(_shown(face, credential)),
            "qr": qr_code(face.verify_address),
            "credential": credential,
        },
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(issued_at.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def _shown(face: Face, credential: str) -> dict[str, object]:
    name = printable(face.name) or face.name_missing
    texts = {
        field: printable(text) if isinstance(text, str) else text
        for field, text in asdict(face).items()
    }
    return texts | {
        "name": name,
        "facts": [{"label": label, "value": printable(value)} for label, value in face.facts],
        "document_title": f"{texts['title']} · {name} · {texts['subject']}",
        "description": f"{texts['title']}, {texts['because']} {texts['subject']}",
        "verify_address": face.verify_address,
        "verify_shown": _shortened(face.verify_address),
        "seal": _seal(credential),
    }


def _shortened(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _seal(credential: str) -> list[float]:
    digest = hashlib.sha256(credential.encode()).digest()
    return [round(byte / 255, 4) for byte in digest[:_RINGS]]


def qr_code(address: str) -> str:
    """An SVG of the address; correction level M survives a creased or stained print."""
    out = io.BytesIO()
    code = segno.make(address, error="m", mask=_MASK, micro=False)
    code.save(out, kind="svg", border=0, dark="#0f3d2f", xmldecl=False)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )


def _compiler() -> typst.Compiler:
    """One for each thread: a shared one refuses with "Already borrowed"."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(
            input=_LAYOUT / "certificate.typ", root=_LAYOUT, font_paths=_fonts()
        )
    compiler: typst.Compiler = _local.compiler
    return compiler
