"""Questions of an imported quiz: matched by their words, so that answers given keep their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ..models import Choice, Lesson, Question, Quiz
from .fields import apply
from .shapes import ImportedChoice, ImportedQuestion

Row = TypeVar("Row", Question, Choice)


def write_questions(lesson: Lesson, questions: Sequence[ImportedQuestion]) -> Iterator[str]:
    if lesson.kind == Lesson.Kind.QUIZ:
        Quiz.objects.get_or_create(lesson=lesson)
    left = list(lesson.questions.all())
    rows = _matched(left, [one.prompt for one in questions], "prompt")
    for position, (wanted, row) in enumerate(zip(questions, rows, strict=True), start=1):
        yield from _write_question(lesson, wanted, row, position)
    yield from _remove(left, rows, f"a question of {lesson.path}")


def _write_question(
    lesson: Lesson, wanted: ImportedQuestion, row: Question | None, position: int
) -> list[str]:
    values = {
        "position": position, "kind": wanted.kind,
        "prompt": wanted.prompt, "explanation": wanted.explanation,
    }  # fmt: skip
    what = f"question {position} of {lesson.path}"
    told = apply(row, values, what) if row else [f"added {what}"]
    row = row or Question.objects.create(lesson=lesson, **values)
    changed = [*_write_choices(row, wanted.choices)]
    return told or ([f"changed the choices of {what}"] if changed else [])


def _write_choices(question: Question, choices: Sequence[ImportedChoice]) -> Iterator[str]:
    left = list(question.choices.all())
    rows = _matched(left, [one.text for one in choices], "text")
    for position, (wanted, row) in enumerate(zip(choices, rows, strict=True), start=1):
        values = {
            "position": position, "text": wanted.text,
            "is_correct": wanted.is_correct, "feedback": wanted.feedback,
        }  # fmt: skip
        if row is None:
            Choice.objects.create(question=question, **values)
            yield f"added “{wanted.text}”"
        else:
            yield from apply(row, values, "a choice")
    yield from _remove(left, rows, "a choice")


def _matched(held: Sequence[Row], texts: Sequence[str], name: str) -> list[Row | None]:
    """For each text the row that says it, else the row in its place if no other text needs it."""
    left = list(held)
    found: list[Row | None] = []
    for text in texts:
        same = next((row for row in left if getattr(row, name) == text), None)
        if same is not None:
            left.remove(same)
        found.append(same)
    for place, row in enumerate(found):
        stands_there = held[place] if place < len(held) else None
        if row is None and stands_there is not None and stands_there in left:
            left.remove(stands_there)
            found[place] = stands_there
    return found


def _remove(held: Sequence[Row], kept: Sequence[Row | None], what: str) -> Iterator[str]:
    for row in held:
        if row not in kept:
            row.delete()
            yield f"removed {what}"
