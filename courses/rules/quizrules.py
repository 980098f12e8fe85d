"""Owns the rules of a quiz as a release holds them: pure, no database."""

from __future__ import annotations

import msgspec


class DrawRule(msgspec.Struct, frozen=True, kw_only=True):
    """`count` of these questions, drawn anew for each attempt; ids are spelled as in the key."""

    count: int
    questions: list[str]


class QuizRules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What holds for every attempt at a quiz of this release.

    `questions` are asked in every attempt; each draw adds some. Durations are whole minutes.
    """

    mode: str = "graded"
    attempts_allowed: int | None = None
    time_limit_minutes: int | None = None
    shuffles_questions: bool = False
    shuffles_choices: bool = False
    shows_key: str = "submitted"
    is_team: bool = False
    questions: list[str] = []
    draws: list[DrawRule] = []

    @property
    def is_practice(self) -> bool:
        return self.mode == "practice"

    @property
    def needs_attempt(self) -> bool:
        """Whether questions are told only to whoever begins an attempt."""
        return bool(self.attempts_allowed or self.time_limit_minutes or self.is_team or self.draws)

    @property
    def number_asked(self) -> int:
        return len(self.questions) + sum(draw.count for draw in self.draws)


def read_rules(compiled: dict[str, object] | None) -> QuizRules:
    """The rules a release compiled; one from before there were any has the usual ones."""
    return msgspec.convert(compiled or {}, QuizRules)
