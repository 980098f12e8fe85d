"""Owns how typed answers are read and compared, texts and numbers: pure, no database."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

_SPACES = re.compile(r"\s+")
# What keyboards and word processors make of the same stroke.
_SAME = str.maketrans("\u2019\u02bc\u2010\u2013\u2212", "''---")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?")


def normalised(text: str) -> str:
    """The text in one spelling: NFKC, case folded, spaces collapsed, plain apostrophes and dashes.

    Source: Unicode Standard Annex #15, NFKC; The Unicode Standard, 3.13, caseless matching.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _SPACES.sub(" ", folded.translate(_SAME)).strip()


def unaccented(text: str) -> str:
    """The normalised text without its accents: an é is an e, an œ stays."""
    apart = unicodedata.normalize("NFD", normalised(text))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", bare)).strip()


def find_text(typed: str, answers: Mapping[str, str]) -> list[str]:
    """The ids of the answers that somebody typed: as spelled, else without regard to accents.

    Accents count where two answers (right or foreseen as wrong) differ only by them: then “ou”
    is not “où”. Elsewhere a keyboard without accents costs nobody a point.
    """
    spelled = {id_: normalised(text) for id_, text in answers.items()}
    wanted = normalised(typed)
    if not wanted:
        return []
    if exact := [id_ for id_, text in spelled.items() if text == wanted]:
        return exact
    bare = {text: unaccented(text) for text in set(spelled.values())}
    times = Counter(bare.values())
    loose = unaccented(wanted)
    return [id_ for id_, text in spelled.items() if bare[text] == loose and times[loose] == 1]


def read_number(text: str) -> Decimal | None:
    """A number as people write it, exactly; None for what is none.

    A comma is a decimal comma as in French, and so is a point; the one that comes last, where
    both occur. Spaces and repeated marks group thousands. `1,5e3` and `1.5E3` are 1500.
    """
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME).casefold()
    plain = _with_point(plain.replace("'", ""))
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _with_point(text: str) -> str:
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return text
    mark = text[last]
    other = "." if mark == "," else ","
    if text.count(mark) > 1:
        return text if other in text else text.replace(mark, "")
    return text[:last].replace(other, "") + "." + text[last + 1 :]


def find_number(
    typed: str, answers: Mapping[str, str], tolerances: Mapping[str, float]
) -> list[str]:
    """The ids of the answers within whose tolerance a typed number lies; the ends belong to it.

    Decimal, so that 0.3 lies within 0.1 of 0.2.
    """
    given = read_number(typed)
    if given is None:
        return []
    return [
        id_
        for id_, text in answers.items()
        if (number := read_number(text)) is not None
        and abs(given - number) <= Decimal(str(tolerances.get(id_, 0.0)))
    ]
