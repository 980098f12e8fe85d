"""Owns how a quiz is graded: pure rules, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec


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
class Grade:
    """`right` of `questions` were answered exactly as the key says."""

    right: int
    questions: int

    @property
    def scaled(self) -> float:
        """Share of the questions answered right, in [0, 1], as xAPI's `score.scaled`."""
        return self.right / self.questions if self.questions else 0.0

    def is_mastered(self, mastery: float) -> bool:
        return self.questions > 0 and self.scaled >= mastery


def grade(response: Response, key: Key) -> Grade:
    """Compare the chosen choices with the right ones, question by question.

    A question counts only when exactly the right choices are chosen, in any order. A question
    missing from `response` is wrong; answers to unknown questions are ignored.
    """
    right = sum(set(response.get(id_, ())) == set(question.right) for id_, question in key.items())
    return Grade(right=right, questions=len(key))
