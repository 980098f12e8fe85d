"""Rules of what a question means in PostgreSQL's full text: stems joined into one query. Pure.

A word is tried with the stems of both languages, since a question does not say its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

PREFIX_FROM = 3


@dataclass(frozen=True, slots=True)
class Stems:
    """What the dictionaries make of one word; none from the one that it says nothing in."""

    french: Sequence[str]
    english: Sequence[str]
    simple: Sequence[str]

    @property
    def says_something(self) -> bool:
        return bool(self.french) and bool(self.english)


def phrase(words: Sequence[Stems], *, weights: str = "", is_begun: bool = False) -> str:
    """A tsquery that asks for every word, in parts of these weights; empty if there is none.

    Words that say nothing in one of the languages count only where nothing else is asked for.
    `is_begun` also takes words that only begin as asked.
    """
    telling = [one for one in words if one.says_something] or words
    parts = [_word(one, weights, is_begun) for one in telling]
    return " & ".join(f"({part})" for part in parts if part)


def _word(stems: Stems, weights: str, is_begun: bool) -> str:
    ways = [_all(stems.french, weights), _all(stems.english, weights)]
    if is_begun or not any(ways):
        ways.append(_all(stems.simple, weights, is_begun=is_begun))
    return " | ".join(dict.fromkeys(f"({way})" for way in ways if way))


def _all(lexemes: Sequence[str], weights: str, *, is_begun: bool = False) -> str:
    """`is_begun` makes prefixes of them, but for those so short that they begin everything."""
    return " & ".join(
        _quoted(one) + _label(weights, begun=is_begun and len(one) >= PREFIX_FROM)
        for one in lexemes
    )


def _label(weights: str, *, begun: bool) -> str:
    return f":{'*' if begun else ''}{weights}" if begun or weights else ""


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
