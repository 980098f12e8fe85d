"""Owns how white space is folded: to single blanks, and one that holds a line together stays so."""

import re
from typing import Final

FIRM: Final = "\u00a0"
"""As in French before a colon and within quotation marks."""

_RUN: Final = re.compile(r"\s+")
_FIRM: Final = frozenset("\u00a0\u202f")


def folded(text: str) -> str:
    return _RUN.sub(lambda run: FIRM if _FIRM.issuperset(run[0]) else " ", text).strip()
