"""Says a lesson as a Markdown file: front matter with what is not usual, then its text."""

from __future__ import annotations

from typing import Any

from courses.kinds import KINDS
from courses.models import Draw, Lesson, Quiz
from courses.quizform.writing import write_intro, write_quiz
from courses.textform.endings import as_file, as_lines
from courses.textform.written import anonymous, written
from courses.textform.yamls import dumped

from .facts import archived

USUAL_MASTERY = 0.7


def lesson_text(lesson: Lesson, lies_at: str, language: str, *, usual_slug: str) -> str:
    return f"---\n{_head(lesson, lies_at, usual_slug)}---\n{_body(lesson, language)}"


def _head(lesson: Lesson, lies_at: str, usual_slug: str) -> str:
    usual = KINDS[lesson.kind]
    said = {
        "id": str(lesson.pk),
        "title": lesson.title,
        "kind": lesson.kind if lesson.kind != Lesson.Kind.ARTICLE else None,
        "path": lesson.path if lesson.path != lies_at else None,
        "slug": lesson.slug if lesson.slug != usual_slug else None,
        "permalink": lesson.permalink or None,
        "minutes": lesson.minutes,
        "address": lesson.address or None,
        "file": lesson.file or None,
        "captions": {one.language: one.path for one in lesson.captions.all()} or None,
        "move_on": lesson.move_on if lesson.move_on != usual.move_on else None,
        "mastery": lesson.mastery if lesson.mastery != USUAL_MASTERY else None,
        "quiz": _rules(lesson) or None,
        **archived(lesson.archived_at),
    }
    return dumped({name: value for name, value in said.items() if value is not None})


def _body(lesson: Lesson, language: str) -> str:
    """Of a quiz its introduction, then its questions."""
    if lesson.kind != Lesson.Kind.QUIZ:
        return as_file(lesson.source)
    questions = [anonymous(written(one)) for one in lesson.questions.all()]
    intro = write_intro(as_lines(lesson.source))
    asked = write_quiz(questions, language=language)
    parts = [part for part in (intro, asked) if part.strip()]
    return as_file("\n" + "\n\n".join(parts)) if parts else ""


def _rules(lesson: Lesson) -> dict[str, Any]:
    quiz = getattr(lesson, "quiz", None)
    if lesson.kind != Lesson.Kind.QUIZ or not isinstance(quiz, Quiz):
        return {}
    shuffled = [
        name
        for name, is_so in (
            ("questions", quiz.shuffles_questions),
            ("choices", quiz.shuffles_choices),
        )
        if is_so
    ]
    said = {
        "mode": quiz.mode if quiz.mode != Quiz.Mode.GRADED else None,
        "attempts": quiz.attempts_allowed,
        "minutes": quiz.time_limit_minutes,
        "shuffle": shuffled or None,
        "shows_key": quiz.shows_key if quiz.shows_key != Quiz.ShowsKey.SUBMITTED else None,
        "team": quiz.is_team or None,
        "draw": [_draw(one) for one in quiz.draws.all()] or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _draw(draw: Draw) -> dict[str, Any]:
    return {
        "bank": draw.bank.title,
        "count": draw.count,
        **({"skill": draw.skill.key} if draw.skill else {}),
        **({"level": draw.level} if draw.level else {}),
        **({"tag": draw.tag} if draw.tag else {}),
    }
