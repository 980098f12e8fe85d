"""Owns how a name may be spelled on a certificate: as she writes it, without marks that deceive."""

import unicodedata
from collections.abc import Iterator
from typing import Final

LONGEST_NAME: Final = 200
# As many as Vietnamese, Hebrew or Arabic put on one letter; more would hide the lines around it.
_MOST_MARKS: Final = 4
# Invisible or without a shape of their own: control, format and direction marks, private use.
_WITHOUT_SHAPE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Letters by their category, blank to whoever reads.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Persian and Indic names are written with these; between letters that have no capitals only.
_JOINERS = frozenset("\u200c\u200d")


def cleaned(name: str) -> str:
    """In NFC, white space folded, nothing in it that cannot be seen; may come out empty."""
    text, before = _cleaned_once(name), name
    while text != before:  # what joined two letters joins nothing once one of them is gone
        text, before = _cleaned_once(text), text
    return text


def is_a_name(name: str) -> bool:
    """Some letter must be there: a name of signs alone names nobody."""
    return any(map(_is_letter, name))


def masked(name: str) -> str:
    """Initials only: enough for somebody who has the document, nothing for anybody else.

    The first letter of each word that has one: brackets, marks and pictures are no initials.
    """
    words = unicodedata.normalize("NFC", name).split()
    firsts = (next(filter(_is_letter, word), "") for word in words)
    return " ".join(f"{first.upper()}." for first in firsts if first)


def _cleaned_once(name: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(name.split()))
    kept = "".join(letter for letter, is_kept in _judged(text) if is_kept)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign).startswith("L")


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    marks = 0
    for position, letter in enumerate(text):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if letter in _JOINERS:
            yield letter, _joins(text, position)
        else:
            yield (
                letter,
                category not in _WITHOUT_SHAPE and letter not in _BLANK and marks <= _MOST_MARKS,
            )


def _joins(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    return (
        bool(before and after)
        and unicodedata.category(before) in ("Lo", "Mn", "Mc")
        and unicodedata.category(after) == "Lo"
    )
