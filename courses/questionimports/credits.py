"""Shares of the points as other formats give them, as choices of the campus hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.quizform.shapes import WrittenChoice

# 33.333 % thrice is everything: Moodle writes shares with five digits.
_ALL = 0.999
# Stands for anything, unless a backslash stands before it.
_ANYTHING = re.compile(r"(?<!\\)\*")


def credited(text: str, share: float, feedback: str, is_single: bool) -> WrittenChoice:
    """A choice among others: where one is chosen, right is what earns everything.

    Where several are, 0 % is the campus's own rule, by which choosing everything earns nothing.
    """
    is_right = share >= _ALL if is_single else share > 0
    is_usual = is_right if is_single else False
    credit = None if is_usual or share == 0 else max(-1.0, min(1.0, share))
    return WrittenChoice(text, is_correct=is_right, feedback=feedback, credit=credit)


def right(text: str, share: float, feedback: str) -> WrittenChoice:
    """A typed answer: one that earns a part is accepted for that part."""
    credit = share if 0 < share < _ALL else None
    return WrittenChoice(text, is_correct=share > 0, feedback=feedback, credit=credit)


def typed(answers: Iterable[tuple[str, float, str]]) -> tuple[list[WrittenChoice], list[str]]:
    """Typed answers as (text, share, feedback), and what is said of those that cannot be kept."""
    kept, lost = [], []
    for text, share, feedback in answers:
        if text in ("", "*"):
            lost.append(_("What is said to any other answer is left out."))
        elif _ANYTHING.search(text):
            detail = _("The answer “{text}” is left out: “*” cannot stand for any words here.")
            lost.append(detail.format(text=text[:60]))
        else:
            kept.append(right(text.replace("\\*", "*"), share, feedback))
    return kept, lost
