"""Owns what an attempt asks and in which order, from a seed: pure, no database."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from courses.rules.quizrules import QuizRules

T = TypeVar("T")


def drawn(rules: QuizRules, seed: int) -> list[str]:
    """The ids of the questions of one attempt, none twice, in the order asked.

    The draw with the fewest questions to choose from chooses first, so that one with many does
    not take what another depends on. Where draws share too few questions, there are fewer.
    """
    chance = Random(seed)  # noqa: S311  # fair, not secret
    taken = list(dict.fromkeys(rules.questions))
    by_draw: dict[int, list[str]] = {}
    for number, draw in sorted(enumerate(rules.draws), key=lambda one: len(one[1].questions)):
        free = sorted(set(draw.questions) - set(taken))
        by_draw[number] = chance.sample(free, min(draw.count, len(free)))
        taken += by_draw[number]
    asked = list(dict.fromkeys(rules.questions))
    asked += [id_ for number in sorted(by_draw) for id_ in by_draw[number]]
    return shuffled(asked, seed, "questions") if rules.shuffles_questions else asked


def shuffled(things: Sequence[T], seed: int, what: str) -> list[T]:
    """The same order for the same seed; `what` is shuffled apart from everything else."""
    chance = Random(f"{seed} {what}")  # noqa: S311
    return chance.sample(list(things), len(things))
