"""What MathML a lesson may hold: elements that only present, and lengths that stay in place."""

from __future__ import annotations

import re

# Stands for a formula until the text around it is cleaned: authors' own MathML is never kept.
PLACEHOLDER = "x-formula"
# MathML Core without links, annotations and actions, and without what parsers read differently
# (mglyph, malignmark). Only the renderer writes any of it.
MATHML_TAGS = {
    "math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover",
}  # fmt: skip
MATHML_ATTRIBUTES: dict[str, set[str]] = {
    "math": {"display"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {
        "accent", "fence", "form", "largeop", "lspace", "maxsize", "minsize", "movablelimits",
        "rspace", "stretchy", "symmetric",
    },
    "mover": {"accent"},
    "mpadded": {"width", "height", "depth"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign"},
    "mtd": {"columnalign"},
    "munder": {"accentunder"},
}  # fmt: skip
# How many elements these want inside; browsers show an error for any other number.
MATHML_PARTS = {
    "mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2,
    "munderover": 3,
}  # fmt: skip
_LENGTH = re.compile(r"[+-]?\d?(?:\.\d{1,3})?(?:em|ex|px)?")
MATHML_VALUE = re.compile(rf"[a-z]{{1,8}}|{_LENGTH.pattern}")


def is_length(value: str) -> bool:
    """Below ten times the size of a letter: what is larger could cover other text."""
    return bool(_LENGTH.fullmatch(value))
