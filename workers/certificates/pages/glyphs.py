"""Owns what a certificate can print: text is reduced to the letters that its fonts have."""

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from workers.certificates.rules.spacing import folded

_FONTS: Final = Path(__file__).with_name("fonts")
# A mark that is left out may let another join its letter, so a reduced text is read once more.
_MOST_PASSES: Final = 5
# Invisible or without a shape of their own: control, format and direction marks, private use.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
# Persian and Indic names are written with these.
_JOINERS = frozenset("\u200c\u200d")


@lru_cache(maxsize=2_048)
def printable(text: str) -> str:
    """The text in NFC with every letter that has no glyph written in letters that have one.

    A letter whose plain form has a glyph loses its marks; any other is left out. A missing
    glyph would make typst refuse the page (PDF/UA-1 allows none).
    """
    for _again in range(_MOST_PASSES):
        before, text = text, _reduced(text)
        if text == before:
            break
    return text


def lost(name: str) -> bool:
    """Whether a certificate would show this name otherwise than it is written, or not at all."""
    return printable(name) != folded(unicodedata.normalize("NFC", name))


def _reduced(text: str) -> str:
    """A letter and its marks come from one font: what no font has together loses the mark."""
    whole, kept = unicodedata.normalize("NFC", text), [" "]
    for position, letter in enumerate(whole):
        category = unicodedata.category(letter)
        if letter.isspace():
            kept.append(letter)
        elif letter in _JOINERS:
            if _joins(whole, position) and _has_glyphs(kept[-1] + letter):
                kept[-1] += letter
        elif category.startswith("M"):
            if not kept[-1].isspace() and _has_glyphs(kept[-1] + letter):
                kept[-1] += letter
        elif category not in _UNPRINTABLE:
            kept += _in_our_letters(letter)
    return folded("".join(kept))


def _joins(text: str, position: int) -> bool:
    """Between letters of a script without capitals a joiner shapes them; elsewhere it hides."""
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if not before or not after:
        return False
    shaped = unicodedata.category(before) in ("Lo", "Mn", "Mc")
    return shaped and unicodedata.category(after) == "Lo"


def _in_our_letters(letter: str) -> Iterable[str]:
    if _has_glyphs(letter):
        return [letter]
    plain = unicodedata.normalize("NFKD", letter)
    return [
        part
        for part in plain
        if part.isprintable()
        and not unicodedata.category(part).startswith("M")
        and _has_glyphs(part)
    ]


@lru_cache(maxsize=4096)
def _has_glyphs(together: str) -> bool:
    wanted = set(map(ord, together))
    return any(wanted <= font for font in _fonts())


@cache
def _fonts() -> tuple[frozenset[int], ...]:
    """By font, the characters that it has a glyph for; the layout lets each stand in."""
    return tuple(_characters(path) for path in sorted(_FONTS.glob("*.ttf")))


def _characters(path: Path) -> frozenset[int]:
    """Source: OpenType 1.9, `cmap`, format 4 (every TrueType font for Windows has one)."""
    font = path.read_bytes()
    table = _table(font, b"cmap")
    for index in range(struct.unpack_from(">H", font, table + 2)[0]):
        start = table + struct.unpack_from(">I", font, table + 4 + 8 * index + 4)[0]
        if struct.unpack_from(">H", font, start)[0] == 4:
            return _format_4(font, start)
    raise ValueError(f"{path.name} has no character map of format 4.")


def _table(font: bytes, tag: bytes) -> int:
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("the font has no character map")


def _format_4(font: bytes, start: int) -> frozenset[int]:
    count = struct.unpack_from(">H", font, start + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
    return frozenset(
        code
        for first, last in zip(starts, ends, strict=True)
        for code in range(first, last + 1)
        if code != 0xFFFF
    )
