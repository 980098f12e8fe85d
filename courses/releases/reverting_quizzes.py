"""Owns how a quiz of a release is taken back into the draft, with the ids of its questions."""

from __future__ import annotations

from uuid import UUID

from campus.ids import new_id, new_registration
from courses.compiling.drafts import DraftDraw, DraftLesson, DraftQuestion
from courses.models import Choice, Draw, Lesson, Question, QuestionBank, Quiz, Skill

RULES = (
    "mode", "attempts_allowed", "time_limit_minutes", "shuffles_questions", "shuffles_choices",
    "shows_key", "is_team",
)  # fmt: skip


def restore_quiz(lesson: Lesson, written: DraftLesson) -> None:
    """Rules, draws and questions as they were written; whoever calls kept a copy of the others."""
    rules = {name: getattr(written.quiz, name) for name in RULES}
    quiz, _is_new = Quiz.objects.update_or_create(lesson=lesson, defaults=rules)
    quiz.draws.all().delete()
    banks = set(QuestionBank.objects.values_list("pk", flat=True))
    for position, draw in enumerate(written.quiz.draws, start=1):
        if UUID(draw.bank) in banks:
            _restore_draw(quiz, draw, position)
    lesson.questions.all().delete()
    elsewhere = Question.objects.filter(pk__in=[one.id for one in written.questions])
    taken = {str(id_) for id_ in elsewhere.values_list("pk", flat=True)}
    for position, question in enumerate(written.questions, start=1):
        _restore_question(lesson, question, position, is_taken=question.id in taken)


def _restore_draw(quiz: Quiz, draw: DraftDraw, position: int) -> None:
    Draw.objects.create(
        quiz=quiz,
        position=position,
        bank_id=draw.bank,
        count=draw.count,
        skill=_skill(draw.skill),
        level=draw.level,
        tag=draw.tag,
    )


def _restore_question(
    lesson: Lesson, question: DraftQuestion, position: int, *, is_taken: bool
) -> None:
    """Under its own id, unless the question lives on elsewhere, in a bank say."""
    row = Question.objects.create(
        id=new_id() if is_taken else question.id,
        lesson=lesson,
        position=position,
        kind=question.kind,
        prompt=question.prompt,
        hint=question.hint,
        explanation=question.explanation,
        points=question.points,
        gives_partial_credit=question.gives_partial_credit,
        tags=list(question.tags),
        skill=_skill(question.skill),
        level=question.level,
    )
    Choice.objects.bulk_create(
        Choice(
            id=new_registration() if is_taken else choice.id,
            question=row,
            position=number,
            text=choice.text,
            is_correct=choice.is_correct,
            feedback=choice.feedback,
            match=choice.match,
            match_id=choice.match_id or new_registration(),
            tolerance=choice.tolerance,
            credit=choice.credit,
        )
        for number, choice in enumerate(question.choices, start=1)
    )


def _skill(key: str) -> Skill | None:
    return Skill.objects.filter(key=key).first() if key else None
