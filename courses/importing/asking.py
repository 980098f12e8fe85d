"""A quiz of the draft: its rules, what it draws from banks, its questions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from campus.errors import Invalid
from courses.models import Draw, Lesson, QuestionBank, Quiz
from courses.quizform.reading import read_quiz
from courses.quizform.writing import write_intro
from courses.textform.endings import as_lines

from .fields import apply
from .questions import skill_named, write_questions
from .shapes import ImportedLesson, ImportedQuiz

RULES = (
    "mode", "attempts_allowed", "time_limit_minutes", "shuffles_questions", "shuffles_choices",
    "shows_key", "is_team",
)  # fmt: skip
DRAW = ("bank", "count", "skill", "level", "tag")


def says_the_same_above(lesson: Lesson, wanted: ImportedLesson) -> bool:
    """Whether a quiz has this text above its questions, but for blanks the form does not keep."""
    if lesson.kind != Lesson.Kind.QUIZ or wanted.kind != Lesson.Kind.QUIZ:
        return False
    written = write_intro(as_lines(lesson.source))
    return read_quiz(written, path=wanted.lies_at, may_be_empty=True)[0] == wanted.source


def write_quiz(lesson: Lesson, wanted: ImportedLesson) -> Iterator[str]:
    """Of a lesson of another kind nothing: it may have been a quiz, and become one again."""
    if wanted.kind != Lesson.Kind.QUIZ:
        return
    quiz, _is_new = Quiz.objects.get_or_create(lesson=lesson)
    what = _("the quiz {path}").format(path=wanted.path)
    yield from apply(quiz, {name: getattr(wanted.quiz, name) for name in RULES}, what)
    yield from _write_draws(quiz, wanted.quiz, wanted.lies_at)
    yield from write_questions(lesson, wanted)


def _write_draws(quiz: Quiz, wanted: ImportedQuiz, path: str) -> Iterator[str]:
    rows = [
        {
            "bank": _bank(quiz, one.bank, path),
            "count": one.count,
            "skill": skill_named(one.skill, path),
            "level": one.level,
            "tag": one.tag,
        }
        for one in wanted.draws
    ]
    held = [{name: getattr(row, name) for name in DRAW} for row in quiz.draws.all()]
    if held == rows:
        return
    quiz.draws.all().delete()
    for position, values in enumerate(rows, start=1):
        Draw.objects.create(quiz=quiz, position=position, **values)
    yield _("changed what {path} draws from question banks").format(path=quiz.lesson.path)


def _bank(quiz: Quiz, title: str, path: str) -> QuestionBank:
    owner = quiz.lesson.module.course.organisation
    bank = QuestionBank.objects.filter(organisation=owner, title=title).first()
    if bank is None:
        detail = _(
            "{path}: {organisation} has no question bank “{title}”: make it first, or take "
            "these lines out."
        )
        said = detail.format(path=path, organisation=owner.name, title=title)
        raise Invalid(said, code="bank_unknown")
    return bank
