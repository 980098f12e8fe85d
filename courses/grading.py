"""Owns how a quiz is graded: pure rules, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Key = Mapping[str, Sequence[str]]
Response = Mapping[str, Sequence[str]]


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
    right = sum(
        set(response.get(question, ())) == set(choices) for question, choices in key.items()
    )
    return Grade(right=right, questions=len(key))
