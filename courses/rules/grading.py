"""Owns how a quiz is graded: pure rules, no database.

A question is worth its points, and an answer a share of them in [0, 1]: all or nothing, unless
the question gives partial credit or says what its choices are worth. Shares of a question:

- one choice (single, truefalse): 1 for the right one.
- several (multiple): right ones chosen minus wrong ones chosen, of all the right ones, not under
  0, so that choosing everything earns nothing. Source: IMS QTI 2.2 information model, mapResponse
  with a lower bound of 0.
- ordering: pairs in the right order minus pairs in the wrong one, of all pairs, not under 0.
  Source: M. Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938). One item out of
  place costs little however long the list, and guessing earns about nothing; the longest ordered
  subset, the usual rule elsewhere, gives half of the points to whoever leaves five things shuffled.
- matching: pairs matched rightly, of all pairs.
- text, number: 1 for an accepted answer (`courses.rules.spelling` says what is the same).

A choice's `credit` stands in place of these for single, multiple, text and number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import Any

import msgspec

from courses.rules.spelling import find_number, find_text

# Shares such as 2/3 of three questions make 2.0000000000000004 and its like.
_CLOSE = 1e-9
TYPED = ("text", "number")


class QuestionKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is right about one question.

    `right` are ids of choices: all that are right, for an ordering in the right order; for a
    matching pairs of ids, `left=match`. `answers` are the texts or numbers behind the ids of
    short text and number, wrong ones with a feedback among them; `tolerances` and `credits` are
    by id.
    """

    kind: str
    right: list[str] = []
    points: float = 1.0
    partial: bool = False
    answers: dict[str, str] = {}
    tolerances: dict[str, float] = {}
    credits: dict[str, float] = {}


Key = Mapping[str, QuestionKey]
Response = Mapping[str, Sequence[str]]


def read_key(compiled: Mapping[str, Any] | None) -> dict[str, QuestionKey]:
    return msgspec.convert(compiled or {}, dict[str, QuestionKey])


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer to a question is worth: a share in [0, 1] of its points."""

    share: float
    points: float

    @property
    def is_right(self) -> bool:
        return self.share >= 1.0 - _CLOSE


@dataclass(frozen=True, slots=True)
class Grade:
    """The marks of a quiz, by question."""

    marks: Mapping[str, Mark]

    @property
    def right(self) -> int:
        """How many questions were answered wholly right."""
        return sum(mark.is_right for mark in self.marks.values())

    @property
    def questions(self) -> int:
        return len(self.marks)

    @property
    def scaled(self) -> float:
        """Points earned of all there are, in [0, 1], as xAPI's `score.scaled`.

        Questions that are all worth nothing count alike.
        """
        marks = self.marks.values()
        points = fsum(mark.points for mark in marks)
        if not points:
            return fsum(mark.share for mark in marks) / len(marks) if marks else 0.0
        return min(1.0, fsum(mark.share * mark.points for mark in marks) / points)

    def is_mastered(self, mastery: float) -> bool:
        return bool(self.marks) and self.scaled >= mastery - _CLOSE


def grade(response: Response, key: Key) -> Grade:
    """Grade every question of `key`.

    A question missing from `response` is wrong; answers to unknown questions are ignored.
    """
    return Grade(
        {
            id_: Mark(share_of(response.get(id_, ()), question), question.points)
            for id_, question in key.items()
        }
    )


def share_of(given: Sequence[str], question: QuestionKey) -> float:
    match question.kind:
        case "multiple":
            return _several(set(given), question)
        case "ordering":
            return _ordered(list(dict.fromkeys(given)), question)
        case "matching":
            return _matched(given, question)
        case "text" | "number":
            return _best(found_among(given, question), question)
        case _:
            return _best(set(given), question) if len(set(given)) == 1 else 0.0


def found_among(given: Sequence[str], question: QuestionKey) -> list[str]:
    """The ids of the choices that an answer means: those chosen, or those that were typed."""
    if question.kind not in TYPED:
        return list(given)
    typed = given[0] if len(given) == 1 else ""
    if question.kind == "text":
        return find_text(typed, question.answers)
    return find_number(typed, question.answers, question.tolerances)


def right_response(question: QuestionKey) -> list[str]:
    """An answer that earns everything, as a client would send it."""
    if question.kind not in TYPED:
        return list(question.right)
    best = max(question.right, key=lambda id_: question.credits.get(id_, 1.0), default=None)
    return [question.answers[best]] if best else []


def _best(chosen: Iterable[str], question: QuestionKey) -> float:
    worth = (question.credits.get(id_, float(id_ in question.right)) for id_ in chosen)
    return _within(max(worth, default=0.0))


def _several(chosen: set[str], question: QuestionKey) -> float:
    """Exactly the right choices are worth everything, whatever credits add up to."""
    right = set(question.right)
    if chosen == right:
        return 1.0
    if not right or not (question.partial or question.credits):
        return 0.0
    each = 1.0 / len(right)
    usual = {id_: each if id_ in right else -each for id_ in chosen}
    return _within(fsum(question.credits.get(id_, worth) for id_, worth in usual.items()))


def _ordered(given: list[str], question: QuestionKey) -> float:
    if given == question.right:
        return 1.0
    if not question.partial:
        return 0.0
    place = {id_: number for number, id_ in enumerate(given)}
    pairs = list(combinations(question.right, 2))
    known = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return _within(sum(1 if a < b else -1 for a, b in known) / len(pairs)) if pairs else 0.0


def _matched(given: Sequence[str], question: QuestionKey) -> float:
    """Who matches one thing with two has not decided: it counts as wrong."""
    chosen: dict[str, set[str]] = {}
    for pair in given:
        chosen.setdefault(pair.partition("=")[0], set()).add(pair)
    right = sum(chosen.get(pair.partition("=")[0]) == {pair} for pair in question.right)
    share = right / len(question.right) if question.right else 0.0
    return share if question.partial or share == 1.0 else 0.0


def _within(share: float) -> float:
    return min(1.0, max(0.0, share))
