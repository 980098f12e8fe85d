"""Owns what the answers of all learners say of a question: how hard it is, and what it tells apart.

First attempts only: a later one has seen the answers. Nobody's own answer can be read from these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """Of one question: `asked` in so many attempts, `answered` in those where it was not left out.

    `difficulty` is the mean share earned, from 0 (nobody) to 1 (everybody), also called facility.
    `discrimination` is the correlation of that share with the mean share of the same attempt's
    other questions, from -1 to 1: near 0 the question tells nothing, below it something is wrong
    with it. Source: S. Henrysson, "Correction of Item-Total Correlations in Item Analysis",
    Psychometrika 28 (1963). Both are None where too few answered to say.

    `choices` maps a choice's id, or a pair of ids `left=match`, to the share of answers with it.
    """

    asked: int = 0
    answered: int = 0
    difficulty: float | None = None
    discrimination: float | None = None
    choices: Mapping[str, float] = field(default_factory=dict)


_FIRST = """
WITH item AS (
    SELECT a.question, a.attempt_id, a.share, a.response
    FROM courses_attemptanswer a JOIN courses_attempt t ON t.id = a.attempt_id
    WHERE a.question = ANY(%s) AND a.share IS NOT NULL
        AND t.submitted_at IS NOT NULL AND t.number = 1
)
"""

_TOTAL = """, total AS (
    SELECT a.attempt_id, sum(a.share) AS shares, count(*) AS questions
    FROM courses_attemptanswer a
    WHERE a.attempt_id IN (SELECT attempt_id FROM item) GROUP BY a.attempt_id
)
"""
_FIGURES = (
    _FIRST
    + _TOTAL
    + """
SELECT i.question, count(*), count(*) FILTER (WHERE i.response <> '[]'), avg(i.share),
    corr(i.share, (t.shares - i.share) / nullif(t.questions - 1, 0))
FROM item i JOIN total t USING (attempt_id) GROUP BY i.question
"""
)

# Only ids: what somebody typed may be anything, and is nobody else's business.
_CHOICES = (
    _FIRST
    + """
SELECT i.question, chosen, count(*) FROM item i, jsonb_array_elements_text(i.response) AS chosen
WHERE chosen ~ '^[0-9a-f-]{36}(=[0-9a-f-]{36})?$' GROUP BY i.question, chosen
"""
)


def question_statistics(questions: Sequence[UUID]) -> dict[UUID, QuestionStatistics]:
    """Of each of these questions, whatever quizzes asked it; two queries for any number."""
    ids = list(questions)
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, [ids])
        chosen: dict[UUID, dict[str, int]] = {}
        for question, choice, times in cursor.fetchall():
            chosen.setdefault(question, {})[choice] = times
        cursor.execute(_FIGURES, [ids])
        figures = {row[0]: row[1:] for row in cursor.fetchall()}
    return {
        id_: _statistics(figures[id_], chosen.get(id_, {}))
        if id_ in figures
        else QuestionStatistics()
        for id_ in ids
    }


def _statistics(
    row: tuple[int, int, float, float | None], chosen: Mapping[str, int]
) -> QuestionStatistics:
    asked, answered, difficulty, discrimination = row
    shares = {choice: times / answered for choice, times in chosen.items()} if answered else {}
    return QuestionStatistics(asked, answered, difficulty, discrimination, shares)
