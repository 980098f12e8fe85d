"""Owns the making of the PDF: typst, our fonts, a QR code, and the credential attached."""

import hashlib
import io
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from workers.certificates.pages import looks, sandbox
from workers.certificates.pages.glyphs import printable

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
    # Certificates issued before there were looks have none of these, and keep the first layout.
    look: looks.Look = field(default_factory=dict)
    logo_alt: str = ""
    skills_label: str = ""
    skills: tuple[looks.Shown, ...] = ()
    signatories: tuple[looks.Shown, ...] = ()
    valid_until: str = ""


def typeset(
    face: Face, *, credential: str, issued_at: datetime, pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The certificate: PDF/A-3a and PDF/UA-1, one page; the same input gives the same bytes.

    `pictures` holds the PNG of each digest that the face names.
    """
    return _compiled(
        face,
        sys_inputs(face, credential, pictures or {}),
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(issued_at.timestamp()),
    )


def draw(face: Face, *, pictures: Mapping[str, bytes] | None = None, dots_per_inch: int) -> bytes:
    """The page as a PNG, for the eye only."""
    inputs = sys_inputs(face, "{}", pictures or {})
    return _compiled(face, inputs, format="png", ppi=float(dots_per_inch))


def draw_badge(face: Face, *, credential: str, pictures: Mapping[str, bytes]) -> bytes:
    """The seal as a round PNG of 400 pixels; the same input gives the same bytes."""
    inputs = sys_inputs(face, credential, pictures)
    made = _compiler("badge").compile(sys_inputs=inputs, format="png", ppi=72.0)
    assert isinstance(made, bytes)
    return made


def _compiled(face: Face, inputs: dict[str, str], **options: Any) -> bytes:
    """In process for the layouts of ours; somebody's own never is."""
    if own := face.look.get("layout"):
        return sandbox.compile_own(own, sys_inputs=inputs, **options)
    compiler = _compiler(looks.layout_of(face.look))
    made = compiler.compile(sys_inputs=inputs, **options)
    assert isinstance(made, bytes)
    return made


def sys_inputs(face: Face, credential: str, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """All that a layout is given: words, drawings and the credential, never code."""
    shown = _shown(face, credential) | looks.drawn(face.look, face.signatories, pictures)
    return {
        "face": json.dumps(shown),
        "qr": qr_code(face.verify_address, dark=looks.dark(face.look)),
        "credential": credential,
    }


def _shown(face: Face, credential: str) -> dict[str, object]:
    name = printable(face.name) or face.name_missing
    texts = {
        one.name: printable(text) if isinstance(text := getattr(face, one.name), str) else text
        for one in fields(face)
    }
    return texts | {
        "name": name,
        "facts": [{"label": label, "value": printable(value)} for label, value in face.facts],
        "skills": [_printable(one) for one in face.skills],
        "document_title": f"{texts['title']} · {name} · {texts['subject']}",
        "description": f"{texts['title']}, {texts['because']} {texts['subject']}",
        "verify_address": face.verify_address,
        "verify_shown": _shortened(face.verify_address),
        "seal": _seal(credential),
    }


def _printable(shown: looks.Shown) -> looks.Shown:
    return {key: printable(one) if isinstance(one, str) else one for key, one in shown.items()}


def _shortened(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _seal(credential: str) -> list[float]:
    digest = hashlib.sha256(credential.encode()).digest()
    return [round(byte / 255, 4) for byte in digest[:_RINGS]]


def qr_code(address: str, *, dark: str = "#0f3d2f") -> str:
    """An SVG of the address; correction level M survives a creased or stained print."""
    out = io.BytesIO()
    code = segno.make(address, error="m", mask=_MASK, micro=False)
    code.save(out, kind="svg", border=0, dark=dark, xmldecl=False)
    return out.getvalue().decode()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]
    )


def _compiler(layout: str) -> typst.Compiler:
    """One for each thread and layout: a shared one refuses with "Already borrowed"."""
    compilers: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if layout not in compilers:
        compilers[layout] = typst.Compiler(
            input=_LAYOUT / f"{layout}.typ", root=_LAYOUT, font_paths=_fonts()
        )
    return compilers[layout]
