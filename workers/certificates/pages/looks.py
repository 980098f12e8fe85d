"""Owns the look of a certificate as it is frozen, and what a layout is given to draw it."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from workers.certificates.pages import themes
from workers.certificates.pages.glyphs import printable

# {"theme": the theme's fields, "logo": digest of a picture or "", "layout": own typst or ""}
Look = dict[str, Any]
# One skill or one signatory, in the certificate's language.
Shown = dict[str, Any]

FIRST_LAYOUT: Final = "certificate"


def look(theme: themes.Theme = themes.PINE, *, logo: str = "", layout: str = "") -> Look:
    """What a version and a face freeze."""
    return {"theme": asdict(theme), "logo": logo, "layout": layout}


def layout_of(frozen: Look) -> str:
    """The file of the layout; what was issued before there were looks keeps the first one."""
    return themes.parse(frozen["theme"]).layout if frozen else FIRST_LAYOUT


def dark(frozen: Look) -> str:
    return themes.parse(frozen["theme"] if frozen else {}).main


def digests(frozen: Look, signatories: Sequence[Shown]) -> set[str]:
    """The pictures that a page shows."""
    named = {frozen.get("logo", ""), *(one.get("signature", "") for one in signatories)}
    return named - {""}


def drawn(
    frozen: Look, signatories: Sequence[Shown], pictures: Mapping[str, bytes]
) -> dict[str, Any]:
    """Colours, fonts and pictures; a layout takes pictures as SVG, for texts are all it gets."""
    if not frozen:
        return {}
    return {
        "theme": themes.palette(themes.parse(frozen["theme"])),
        "logo": _svg(pictures, frozen.get("logo", "")),
        "signatories": [
            {
                "name": printable(one["name"]),
                "role": printable(one.get("role", "")),
                "alt": printable(one.get("alt", "")),
                "signature": _svg(pictures, one.get("signature", "")),
            }
            for one in signatories
        ],
    }


def _svg(pictures: Mapping[str, bytes], digest: str) -> str:
    """Raises KeyError for a picture that is not there: a page is never made without its own."""
    if not digest:
        return ""
    png = pictures[digest]
    # Source: PNG, 11.2.2: width and height are the first of the IHDR, after signature and length.
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )
