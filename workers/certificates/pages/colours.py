"""Owns colours as designers write them: `#rrggbb`, how two of them contrast, what lies between."""

import re
from typing import Final

_HEX: Final = re.compile(r"#[0-9a-f]{6}")
# WCAG 2.2, success criterion 1.4.3: text against its ground, at any size.
LEAST_CONTRAST: Final = 4.5
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"
_STEPS: Final = 20


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """From 1 to 21.  Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """From 0 (black) to 1 (white).  Source: WCAG 2.2, "relative luminance"."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(one: str, other: str, share: float) -> str:
    """`share` of the other colour in the one, in [0, 1]."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, ground: str) -> str:
    """The colour itself, or as little darker (on a dark ground: lighter) as makes it readable."""
    end = on(ground)
    for step in range(_STEPS):
        shade = mixed(colour, end, step / _STEPS)
        if contrast(shade, ground) >= LEAST_CONTRAST:
            return shade
    return end


def on(ground: str) -> str:
    """White or black, whichever is easier to read there; one of them always is."""
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
