"""Owns themes: how certificates look, as data that is checked before anything is set with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from campus.errors import Fault, Invalid, pointer_to
from workers.certificates.pages.colours import (
    LEAST_CONTRAST,
    contrast,
    is_colour,
    luminance,
    mixed,
    on,
    readable,
)

LAYOUTS: Final = ("panel", "classical", "modern")
FONTS: Final = ("Source Serif 4", "Inter", "EB Garamond")
LOGO_PLACES: Final = ("beside", "alone", "seal")
COLOURS: Final = ("paper", "main", "accent", "ink", "soft")
_READ: Final = ("main", "ink", "soft")
# Certificates are printed, and a QR code is read dark on light.
_LIGHTEST_INK: Final = 0.6


@dataclass(frozen=True, slots=True)
class Theme:
    """`main` is for titles and large areas, `accent` for what decorates, `soft` for small words.

    The logo stands beside the issuer's name, alone in its place, or in the seal.
    """

    name: str
    layout: str
    headings: str
    texts: str
    paper: str
    main: str
    accent: str
    ink: str
    soft: str
    has_seal: bool = True
    logo_place: str = "beside"


PINE: Final = Theme(
    "pine", "panel", "Source Serif 4", "Inter",
    paper="#fbfbf8", main="#0f3d2f", accent="#f2b53a", ink="#16211b", soft="#43514a",
)  # fmt: skip
MIDNIGHT: Final = Theme(
    "midnight", "panel", "Source Serif 4", "Inter",
    paper="#fdfcfa", main="#1b2c4e", accent="#c99a3c", ink="#171c26", soft="#4a5262",
)  # fmt: skip
LAUREL: Final = Theme(
    "laurel", "classical", "EB Garamond", "EB Garamond",
    paper="#fcf9f1", main="#5a1f2b", accent="#a98545", ink="#241c18", soft="#5c5148",
)  # fmt: skip
DAYLIGHT: Final = Theme(
    "daylight", "modern", "Inter", "Inter",
    paper="#ffffff", main="#17496b", accent="#e4704f", ink="#15202a", soft="#4c5a66",
)  # fmt: skip
BUILT_IN: Final = {theme.name: theme for theme in (PINE, MIDNIGHT, LAUREL, DAYLIGHT)}
_OF_LAYOUT: Final = {"panel": PINE, "classical": LAUREL, "modern": DAYLIGHT}
_TEXTS: Final = {"layout": LAYOUTS, "headings": FONTS, "texts": FONTS, "logo_place": LOGO_PLACES}


def parse(given: object) -> Theme:
    """A theme from JSON; what is not said is as in the built-in theme of the same layout.

    Raises Invalid with one fault for each field that is wrong.
    """
    if not isinstance(given, Mapping):
        raise Invalid("A theme is a JSON object.", code="invalid_theme")
    known = _OF_LAYOUT.get(str(given.get("layout", PINE.layout)), PINE)
    whole = asdict(known) | dict(given)
    faults = [*_unknown(given), *_misspelt(whole)]
    if not faults:
        faults = _unreadable(whole)
    if faults:
        raise Invalid(" ".join(f.detail for f in faults), code="invalid_theme", faults=faults)
    return Theme(**whole)


def palette(theme: Theme) -> dict[str, Any]:
    """The theme with the colours that follow from it, so that nobody can choose them unreadable."""
    above = on(theme.main)
    return asdict(theme) | {
        "accent_ink": readable(theme.accent, theme.paper),
        "on_main": above,
        "on_main_soft": readable(mixed(theme.main, above, 0.78), theme.main),
        "on_accent": on(theme.accent),
        "line": mixed(theme.paper, theme.soft, 0.22),
        "ring": mixed(theme.main, above, 0.13),
        "ring_bright": mixed(theme.main, above, 0.26),
        "tint": mixed(theme.paper, theme.main, 0.07),
        "wash": mixed(theme.paper, theme.main, 0.17),
    }


def _unknown(given: Mapping[Any, Any]) -> list[Fault]:
    names = {field.name for field in fields(Theme)}
    return [
        _fault(str(name), f"A theme has no “{name}”.", "unknown_field")
        for name in given
        if str(name) not in names
    ]


def _misspelt(whole: Mapping[str, Any]) -> list[Fault]:
    faults = [
        _fault(name, f"“{name}” is one of: {', '.join(allowed)}.", "not_offered")
        for name, allowed in _TEXTS.items()
        if whole[name] not in allowed
    ]
    faults += [
        _fault(name, f"“{name}” is a colour written like #0f3d2f.", "no_colour")
        for name in COLOURS
        if not (isinstance(whole[name], str) and is_colour(whole[name]))
    ]
    if not isinstance(whole["name"], str) or not 0 < len(whole["name"]) <= 120:
        faults.append(_fault("name", "“name” is a text of 1 to 120 letters.", "no_name"))
    if not isinstance(whole["has_seal"], bool):
        faults.append(_fault("has_seal", "“has_seal” is true or false.", "neither"))
    return faults


def _unreadable(whole: Mapping[str, Any]) -> list[Fault]:
    paper = whole["paper"]
    if luminance(paper) < _LIGHTEST_INK:
        detail = "“paper” must be light: certificates are printed."
        return [_fault("paper", detail, "dark_paper")]
    return [
        _fault(
            name,
            f"“{name}” on “paper” has a contrast of {contrast(whole[name], paper):.1f}: "
            f"text needs {LEAST_CONTRAST}. Choose a darker colour.",
            "unreadable",
        )
        for name in _READ
        if contrast(whole[name], paper) < LEAST_CONTRAST
    ]


def _fault(name: str, detail: str, code: str) -> Fault:
    return Fault(pointer_to(name), code, detail)
