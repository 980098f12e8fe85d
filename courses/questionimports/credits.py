"""Shares of the points as other formats give them, as choices of the campus hold them."""

from __future__ import annotations

from courses.quizform.shapes import WrittenChoice

# 33.333 % thrice is everything: Moodle writes shares with five digits.
_ALL = 0.999


def credited(text: str, share: float, feedback: str, is_single: bool) -> WrittenChoice:
    """A choice among others: where one is chosen, right is what earns everything."""
    is_right = share >= _ALL if is_single else share > 0
    is_usual = is_right if is_single else False
    credit = None if is_usual or share == 0 else max(-1.0, min(1.0, share))
    return WrittenChoice(text, is_correct=is_right, feedback=feedback, credit=credit)


def right(text: str, share: float, feedback: str) -> WrittenChoice:
    """A typed answer: one that earns a part is accepted for that part."""
    credit = share if 0 < share < _ALL else None
    return WrittenChoice(text, is_correct=share > 0, feedback=feedback, credit=credit)
