"""Owns how questions of the draft are written: a whole quiz at once, banks, and single ones.

A question or a choice keeps its id as long as it can be recognised: by the id, else by its words,
else by its place. Answers given and statistics are kept by these ids.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from courses.compiling.reading import draft_question
from courses.drafting import arranging
from courses.drafting.authoring import mark_changed
from courses.drafting.editing import refuse_stale
from courses.models import Draw, Lesson, Question, QuestionBank, Quiz, Skill
from courses.quizform.shapes import WrittenQuestion
from courses.quizform.writing import write_quiz, written_question
from courses.quizzes.questionrows import Owner, write_rows
from courses.quizzes.supplying import refuse_drawn, still_supplied


@dataclass(frozen=True, slots=True)
class WantedDraw:
    """`count` questions of a bank, from those that fit; None and "" take all."""

    bank: QuestionBank
    count: int
    skill: Skill | None = None
    level: int | None = None
    tag: str = ""


@transaction.atomic
def save_quiz(
    *,
    lesson: Lesson,
    by: User | None,
    version: int,
    questions: Sequence[WrittenQuestion],
    draws: Sequence[WantedDraw] | None = None,
    rules: Mapping[str, Any] | None = None,
    mastery: float | None = None,
) -> Lesson:
    """Make a quiz, seen at `version`, ask these questions by these rules; what is None stays.

    Raises Conflict("edited_meanwhile") if somebody saved the lesson since, Invalid for questions
    that nobody could answer. Nothing is written then.
    """
    row = refuse_stale(lesson=lesson, version=version)
    quiz, _is_new = Quiz.objects.get_or_create(lesson=row)
    for name, value in (rules or {}).items():
        setattr(quiz, name, value)
    quiz.save()
    if draws is not None:
        _write_draws(quiz, draws)
    write_rows(row, _held(row), questions)
    row.mastery = row.mastery if mastery is None else mastery
    row.version += 1
    row.changed_by = by
    row.save(update_fields=["mastery", "version", "changed_by", "changed_at"])
    mark_changed(row.module.course)
    return row


@transaction.atomic
def save_bank_questions(
    *,
    bank: QuestionBank,
    held: Iterable[Question],
    stamp: str,
    questions: Sequence[WrittenQuestion],
) -> list[Question]:
    """Put these questions in place of those `held`, seen at `stamp`; the bank's others stay.

    Raises Conflict("edited_meanwhile") if somebody changed one of them since, and
    Conflict("questions_are_drawn") if quizzes would find too few.
    """
    _locked(bank)
    rows = _held(bank, [one.pk for one in held])
    if stamp_of(rows) != stamp:
        detail = _("Somebody changed these questions while you were writing: compare, save again.")
        raise Conflict(detail, code="edited_meanwhile")
    with still_supplied(bank):
        return write_rows(bank, rows, questions)


@transaction.atomic
def add_questions(
    *, to: Owner, questions: Sequence[WrittenQuestion], by: User | None = None
) -> list[Question]:
    """More questions at the end of a quiz or of a bank."""
    owner = _locked(to, by=by)
    return write_rows(owner, [], questions)


@transaction.atomic
def copy_questions(*, questions: Iterable[Question], to: Owner) -> list[Question]:
    """The same words under ids of their own: a copy lives apart from what it was made from."""
    found = [written_question(draft_question(one)) for one in questions]
    return add_questions(to=to, questions=[anonymous(one) for one in found])


@transaction.atomic
def move_question(*, question: Question, way: Literal["up", "down"]) -> None:
    """One step in its quiz."""
    arranging.move_question(question=question, way=way)


@transaction.atomic
def remove_questions(*, questions: Iterable[Question]) -> None:
    """Releases hold their own questions and key, so a draft's and a bank's may go.

    Raises Conflict("questions_are_drawn") if a quiz draws from their bank and would find too few.
    """
    owners: dict[Owner, list[Question]] = {}
    for question in questions:
        owners.setdefault(owner_of(question), []).append(question)
    for owner, rows in owners.items():
        locked = _locked(owner)
        with still_supplied(locked) if isinstance(locked, QuestionBank) else nullcontext():
            for row in rows:
                row.delete()


@transaction.atomic
def remove_bank(*, bank: QuestionBank) -> None:
    """With all its questions. Raises Conflict("bank_is_drawn_from") if a quiz draws from it."""
    locked = QuestionBank.objects.select_for_update().get(pk=bank.pk)
    refuse_drawn(locked)
    locked.delete()


def owner_of(question: Question) -> Owner:
    owner = question.lesson or question.bank
    assert owner is not None  # the database says so
    return owner


def written_questions(rows: Iterable[Question]) -> list[WrittenQuestion]:
    """With the ids of their rows."""
    return [written_question(draft_question(one)) for one in rows]


def stamp_of(rows: Iterable[Question]) -> str:
    """The same as long as nobody changes one of these questions."""
    return hashlib.sha256(write_quiz(written_questions(rows), with_ids=True).encode()).hexdigest()


def anonymous(question: WrittenQuestion) -> WrittenQuestion:
    """Its words alone: written, it becomes a new one."""
    return replace(question, id="", choices=tuple(replace(c, id="") for c in question.choices))


def _write_draws(quiz: Quiz, wanted: Sequence[WantedDraw]) -> None:
    quiz.draws.all().delete()
    Draw.objects.bulk_create(
        Draw(
            quiz=quiz, position=position, bank=one.bank, count=one.count,
            skill=one.skill, level=one.level, tag=one.tag,
        )
        for position, one in enumerate(wanted, start=1)
    )  # fmt: skip


def _held(owner: Owner, ids: Sequence[Any] | None = None) -> list[Question]:
    rows = owner.questions.select_related("skill").prefetch_related("choices")
    return list(rows if ids is None else rows.filter(pk__in=ids))


def _locked(owner: Owner, *, by: User | None = None) -> Owner:
    """The owner, locked; a lesson's editors elsewhere see that it changed."""
    if isinstance(owner, QuestionBank):
        return QuestionBank.objects.select_for_update().get(pk=owner.pk)
    row = Lesson.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    row.version += 1
    row.changed_by = by
    row.save(update_fields=["version", "changed_by", "changed_at"])
    mark_changed(row.module.course)
    return row
