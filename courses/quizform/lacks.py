"""What makes a question impossible to answer, said to its author; pure but for the language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .numbers import number
from .shapes import TYPED, WrittenQuestion
from .wording import words

MOST_CHOICES = 100


@dataclass(frozen=True)
class Lack:
    """`choice` is the number of the choice from 0 on that it is about, None: the question."""

    code: str
    choice: int | None = None

    @property
    def detail(self) -> str:
        return words(self.code)


def lacks(question: WrittenQuestion) -> Iterator[Lack]:
    if not question.prompt:
        yield Lack("empty_prompt")
    if not (math.isfinite(question.points) and 0 <= question.points <= 1000):
        yield Lack("bad_points")
    if question.level not in (None, 1, 2, 3, 4):
        yield Lack("bad_level")
    if len(question.choices) > MOST_CHOICES:
        yield Lack("too_many_choices")
    yield from _BY_KIND[question.kind](question)
    yield from _numbers(question)


def _numbers(question: WrittenQuestion) -> Iterator[Lack]:
    for place, one in enumerate(question.choices):
        if one.credit is not None and not -1 <= one.credit <= 1:
            yield Lack("bad_credit", place)
        if one.tolerance is not None and not (math.isfinite(one.tolerance) and one.tolerance >= 0):
            yield Lack("bad_tolerance", place)


def _chosen(question: WrittenQuestion) -> Iterator[Lack]:
    right = sum(one.is_correct for one in question.choices)
    if len(question.choices) < 2:
        yield Lack("no_choices")
    elif not right:
        yield Lack("no_right_answer")
    elif right > 1 and question.kind in ("single", "truefalse"):
        yield Lack("one_right_choice")
    elif question.kind == "truefalse" and len(question.choices) != 2:
        yield Lack("true_and_false")
    yield from _empty(question)


def _ordered(question: WrittenQuestion) -> Iterator[Lack]:
    if len(question.choices) < 2:
        yield Lack("no_order")
    yield from _empty(question)


def _matched(question: WrittenQuestion) -> Iterator[Lack]:
    if sum(bool(one.text and one.match) for one in question.choices) < 2:
        yield Lack("no_pairs")
    for place, one in enumerate(question.choices):
        if not one.match:
            yield Lack("no_match", place)


def _typed(question: WrittenQuestion) -> Iterator[Lack]:
    if not any(one.is_correct for one in question.choices):
        yield Lack("no_answer")
    yield from _empty(question)
    for place, one in enumerate(question.choices):
        if question.kind == "number" and one.text and number(one.text) is None:
            yield Lack("not_a_number", place)


def _empty(question: WrittenQuestion) -> Iterator[Lack]:
    code = "empty_answer" if question.kind in TYPED else "empty_choice"
    for place, one in enumerate(question.choices):
        if not one.text:
            yield Lack(code, place)


_BY_KIND: dict[str, Callable[[WrittenQuestion], Iterator[Lack]]] = {
    "single": _chosen,
    "multiple": _chosen,
    "truefalse": _chosen,
    "ordering": _ordered,
    "matching": _matched,
    "text": _typed,
    "number": _typed,
}
