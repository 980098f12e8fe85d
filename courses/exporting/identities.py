"""Says in ids.yaml which question and which answer is which, by the marks of their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from courses.models import Choice, Lesson, Question
from courses.quizform.normalising import normal
from courses.quizform.shapes import WrittenChoice
from courses.textform.marks import mark_of_choice, mark_of_question
from courses.textform.written import written

from .placing import Places


def identities(digest: str, lessons: Sequence[Lesson], places: Places) -> dict[str, Any]:
    quizzes = {
        places.lessons[lesson.pk]: [_question(one) for one in lesson.questions.all()]
        for lesson in lessons
        if lesson.kind == Lesson.Kind.QUIZ
    }
    held = {path: questions for path, questions in sorted(quizzes.items()) if questions}
    return {"draft": digest, **({"quizzes": held} if held else {})}


def _question(question: Question) -> dict[str, Any]:
    as_read = normal(written(question))
    rows = {str(one.pk): one for one in question.choices.all()}
    return {
        "id": str(question.pk),
        "words": mark_of_question(as_read),
        "answers": [_choice(one, rows[one.id], question.kind) for one in as_read.choices],
    }


def _choice(choice: WrittenChoice, row: Choice, kind: str) -> str:
    match_id = f" {row.match_id}" if kind == Question.Kind.MATCHING else ""
    return f"{mark_of_choice(choice)} {row.pk}{match_id}"
