"""Reads a question of the draft as its author would write it."""

from __future__ import annotations

from dataclasses import replace

from courses.models import Choice, Question
from courses.quizform.shapes import WrittenChoice, WrittenQuestion


def written(question: Question) -> WrittenQuestion:
    """With the ids of its rows; `choices` and `skill` may have been fetched before."""
    return WrittenQuestion(
        prompt=question.prompt,
        choices=tuple(_choice(one) for one in question.choices.all()),
        explanation=question.explanation,
        kind=question.kind,
        hint=question.hint,
        points=question.points,
        gives_partial_credit=question.gives_partial_credit,
        tags=tuple(question.tags),
        skill=question.skill.key if question.skill else "",
        level=question.level,
        id=str(question.pk),
    )


def _choice(choice: Choice) -> WrittenChoice:
    return WrittenChoice(
        text=choice.text,
        is_correct=choice.is_correct,
        feedback=choice.feedback,
        match=choice.match,
        tolerance=choice.tolerance,
        credit=choice.credit,
        id=str(choice.pk),
    )


def anonymous(question: WrittenQuestion) -> WrittenQuestion:
    """Its words alone."""
    choices = tuple(replace(one, id="") for one in question.choices)
    return replace(question, id="", choices=choices)
