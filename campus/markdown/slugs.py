"""Names of headings as addresses: ours, and those that other static site generators would make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from urllib.parse import unquote

_NOT_KEPT = re.compile(r"[^a-z0-9]+")
# Ligatures and strokes that Unicode does not decompose.
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})


def slug(text: str) -> str:
    """Lower-case ASCII words joined by single hyphens; empty if the text has no letter or digit.

    Two slugs of the same heading made by the usual generators (with accents or without, doubled
    or trailing hyphens, a leading underscore before a digit) become equal when slugged again:
    this is how anchors written for another site still resolve.
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_KEPT.sub("-", letters).strip("-")


def unused(wanted: str, taken: Container[str]) -> str:
    """`wanted`, or the first of `wanted-2`, `wanted-3`… that is not taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"


def matching_anchor(wanted: str, anchors: Container[str]) -> str | None:
    """The one of `anchors` that `wanted` means: letter for letter, else the same slug."""
    exact = unquote(wanted)
    if exact in anchors:
        return exact
    alike = slug(exact)
    return alike if alike and alike in anchors else None
