"""The marks inside a GIFT question: escapes, formats, weights, and one answer after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import texts

# What a backslash takes the meaning from; put aside as lone surrogates, which no file holds.
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_ASIDE = re.compile("[\udc00-\udc7f]")
_FORMAT = re.compile(rf"\s*\[({'|'.join(texts.FORMATS)})\]", re.I)
_WEIGHT = re.compile(r"\s*%\s*([-+]?\d+(?:[.,]\d+)?)\s*%")


def put_aside(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(0xDC00 + ord(found[1])), text)


def put_back(text: str) -> str:
    def meant(found: re.Match[str]) -> str:
        letter = chr(ord(found[0]) - 0xDC00)
        return "\n" if letter == "n" else letter

    return _ASIDE.sub(meant, text)


@dataclass(frozen=True)
class Part:
    """`sign` is = or ~; `weight` the share that the file gives, None where it gives none."""

    sign: str
    text: str
    feedback: str
    weight: float | None

    @property
    def share(self) -> float:
        return (1.0 if self.sign == "=" else 0.0) if self.weight is None else self.weight


def parts(section: str) -> Iterator[Part]:
    for piece in re.split(r"(?=[~=])", section):
        if piece.strip():
            sign = piece[0] if piece[0] in "~=" else "="
            yield part(sign, piece.lstrip("~="))


def part(sign: str, words: str) -> Part:
    found = _WEIGHT.match(words)
    rest = words[found.end() :] if found else words
    text, _mark, feedback = rest.partition("#")
    weight = float(found[1].replace(",", ".")) / 100 if found else None
    return Part(sign, text.strip(), feedback.strip(), weight)


def formatted(text: str, usual: str) -> tuple[str, str]:
    """The text without its mark of a format, and the format that it has."""
    found = _FORMAT.match(text)
    return (text[found.end() :], found[1].lower()) if found else (text, usual)


def markdown(text: str, usual: str) -> str:
    words, written_as = formatted(text, usual)
    return texts.markdown(put_back(words), written_as)
