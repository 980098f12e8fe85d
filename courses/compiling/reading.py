"""Reads a draft from the database at one moment, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from courses.models import Course, CourseSkill, Draw, Lesson, Question, Quiz
from courses.shelving import own, shelf_for

from .drafts import (
    Draft,
    DraftChoice,
    DraftDraw,
    DraftLesson,
    DraftModule,
    DraftQuestion,
    DraftQuiz,
    DraftSkill,
)


def read_draft(course: Course) -> Draft:
    """A constant number of queries, however long the course."""
    lessons = _lessons(course)
    known, media = own(course)
    texts = [(one.path, text) for held in lessons.values() for one in held for text in one.texts()]
    shelf = shelf_for(texts, course.slug)
    shelf.add(known, media)
    return Draft(
        id=course.id,
        work=course.work.key,
        slug=course.slug,
        language=course.language,
        title=course.title,
        summary=course.summary,
        level=course.level,
        authors=course.authors,
        licence=course.licence,
        licence_text=course.licence_text,
        source=course.source,
        modules=_modules(course, lessons),
        skills=_skills(course),
        relations=_relations(course),
        media=tuple(media),
        shelf=shelf,
    )  # fmt: skip


def _modules(course: Course, lessons: dict[UUID, list[DraftLesson]]) -> tuple[DraftModule, ...]:
    """Without the modules that have no lesson: they would be headings over nothing."""
    rows = course.modules.filter(archived_at=None).order_by("position", "id")
    held = (DraftModule(row.id, row.title, tuple(lessons.get(row.id, ()))) for row in rows)
    return tuple(module for module in held if module.lessons)


def _lessons(course: Course) -> dict[UUID, list[DraftLesson]]:
    rows = with_parts(Lesson.objects.filter(module__course=course, archived_at=None))
    held: dict[UUID, list[DraftLesson]] = {}
    for row in rows.order_by("position", "id"):
        held.setdefault(row.module_id, []).append(draft_lesson(row))
    return held


def with_parts(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    """Lessons with all that `draft_lesson` reads, in a constant number of queries."""
    questions = Question.objects.select_related("skill").prefetch_related("choices")
    draws = Draw.objects.select_related("bank", "skill").prefetch_related(
        Prefetch("bank__questions", questions)
    )
    return lessons.select_related("quiz").prefetch_related(
        "captions", Prefetch("questions", questions), Prefetch("quiz__draws", draws)
    )


def draft_lesson(row: Lesson) -> DraftLesson:
    is_quiz = row.kind == Lesson.Kind.QUIZ
    return DraftLesson(
        id=row.id,
        path=row.path,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        source=row.source,
        address=row.address,
        file=row.file,
        minutes=row.minutes,
        move_on=row.move_on,
        mastery=row.mastery,
        questions=tuple(map(draft_question, row.questions.all())) if is_quiz else (),
        quiz=_quiz(getattr(row, "quiz", None)) if is_quiz else DraftQuiz(),
        transcript=row.transcript,
        captions=tuple((one.language, one.path) for one in row.captions.all()),
        permalink=row.permalink,
    )


def _quiz(row: Quiz | None) -> DraftQuiz:
    """A lesson that has just become a quiz has the usual rules."""
    if row is None:
        return DraftQuiz()
    return DraftQuiz(
        mode=row.mode,
        attempts_allowed=row.attempts_allowed,
        time_limit_minutes=row.time_limit_minutes,
        shuffles_questions=row.shuffles_questions,
        shuffles_choices=row.shuffles_choices,
        shows_key=row.shows_key,
        is_team=row.is_team,
        draws=tuple(map(_draw, row.draws.all())),
    )


def _draw(row: Draw) -> DraftDraw:
    skill, level, tag = row.skill.key if row.skill else "", row.level, row.tag
    fitting = drawn(list(map(draft_question, row.bank.questions.all())), skill, level, tag)
    return DraftDraw(str(row.bank_id), row.count, fitting, row.bank.title, skill, level, tag)


def drawn(
    questions: Sequence[DraftQuestion], skill: str, level: int | None, tag: str
) -> tuple[DraftQuestion, ...]:
    """The questions of a bank that a draw may take; an empty filter takes all."""
    return tuple(
        one
        for one in questions
        if (not skill or one.skill == skill)
        and (level is None or one.level == level)
        and (not tag or tag in one.tags)
    )


def draft_question(row: Question) -> DraftQuestion:
    choices = (
        DraftChoice(
            str(c.id), c.text, c.is_correct, c.feedback,
            c.match, str(c.match_id) if c.match else "", c.tolerance, c.credit,
        )
        for c in row.choices.all()
    )  # fmt: skip
    return DraftQuestion(
        str(row.id), row.kind, row.prompt, tuple(choices), row.explanation, row.hint, row.points,
        row.gives_partial_credit, tuple(row.tags), row.skill.key if row.skill else "", row.level,
    )  # fmt: skip


def _relations(course: Course) -> tuple[tuple[str, str], ...]:
    rows = course.relations.order_by("kind", "work__key")
    return tuple(rows.values_list("kind", "work__key"))


def _skills(course: Course) -> tuple[DraftSkill, ...]:
    rows = CourseSkill.objects.filter(course=course).select_related("skill").order_by("skill__key")
    return tuple(
        DraftSkill(row.skill.key, row.skill.title, row.level, row.from_level) for row in rows
    )
