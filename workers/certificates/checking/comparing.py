"""Owns whether the words of a page are those of a certificate, whatever its line breaks."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final

MOST_WORDS: Final = 12
# Breaks of lines and words fall anywhere, and hyphens come with them.
_BETWEEN: Final = re.compile("[\\s\u00ad\u2010\u2011-]+")


def squeezed(text: str) -> str:
    """Letters only, so that two ways to set the same words are equal."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def stands_in(words: str, page: str) -> bool:
    return squeezed(words) in squeezed(page)


def same_words(page: str, original: str) -> bool:
    return squeezed(page) == squeezed(original)


def added_words(page: str, original: str) -> list[str]:
    """What the page says and the original does not, in runs of words, the first MOST_WORDS."""
    ours, theirs = original.split(), page.split()
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    runs = (theirs[start:end] for kind, _a, _b, start, end in steps if kind != "equal")
    return [" ".join(run) for run in _cut(run for run in runs if run)]


def _cut(runs: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    left = MOST_WORDS
    for run in runs:
        if left <= 0:
            return
        yield run[:left]
        left -= len(run)
