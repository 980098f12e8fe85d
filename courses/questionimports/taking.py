"""Owns taking questions that were read into a quiz or a bank: seen first, written at once or not.

What is there already is not written again, so that the same file may be sent twice.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Invalid
from courses.models import Lesson, QuestionBank, Skill
from courses.quizform.shapes import WrittenQuestion
from courses.quizform.writing import write_quiz
from courses.quizzes import questioning
from courses.quizzes.questionrows import MOST_QUESTIONS as MOST_AT_ONCE
from courses.quizzes.questionrows import Owner

from .shapes import Finding, Read, briefly, refusal_of

# A quiz is written on one page, which holds as many.
MOST_IN_A_QUIZ = MOST_AT_ONCE


@dataclass(frozen=True)
class Look:
    """What an import would do; `known` are in the owner already, `seen` stands for all of it."""

    questions: tuple[WrittenQuestion, ...]
    lines: tuple[int, ...]
    left_out: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    known: tuple[Finding, ...]

    @property
    def seen(self) -> str:
        return hashlib.sha256(write_quiz(self.questions).encode()).hexdigest()


def language_of(to: Owner) -> str:
    """The language of what is left to a reader, such as “true” and “false”."""
    return to.language if isinstance(to, QuestionBank) else to.module.course.language


def look(read: Read, *, to: Owner) -> Look:
    """What would become of these questions; nothing is written."""
    held = _held(to)
    asked = {" ".join(one.prompt.split()) for one in held}
    skills = set(Skill.objects.values_list("key", flat=True))
    taken: list[tuple[int, WrittenQuestion]] = []
    known, left_out, notes = list[Finding](), list(read.left_out), list(read.notes)
    for line, question in zip(read.lines, read.questions, strict=True):
        about = briefly(question.prompt)
        if question in held:
            known.append(Finding(line, about, _("It is there already, word for word.")))
        elif question.skill and question.skill not in skills:
            detail = _("No skill is called “{key}”: write one of the campus's skills, or none.")
            left_out.append(Finding(line, about, detail.format(key=question.skill[:60])))
        else:
            if " ".join(question.prompt.split()) in asked:
                notes.append(Finding(line, about, _("Another question that asks this is there.")))
            held.add(question)
            taken.append((line, question))
    left_out.sort(key=lambda one: one.line)
    return Look(
        tuple(question for _line, question in taken), tuple(line for line, _question in taken),
        tuple(left_out), tuple(notes), tuple(known),
    )  # fmt: skip


@transaction.atomic
def take(read: Read, *, to: Owner, by: User | None, seen: str | None = None) -> Look:
    """Write these questions at the end of a quiz or a bank; answers what was done.

    Raises Conflict("edited_meanwhile") if it is no longer what was `seen`, Invalid if there are
    more than a quiz holds or if there is none to take. Nothing is written then.
    """
    _lock(to)
    found = look(read, to=to)
    if seen is not None and found.seen != seen:
        detail = _("Somebody changed the questions here meanwhile: look again, then take them.")
        raise Conflict(detail, code="edited_meanwhile")
    if not found.questions and not found.known:
        raise refusal_of(found.left_out)
    refuse_too_many(found, to=to)
    for begin in range(0, len(found.questions), MOST_AT_ONCE):
        some = found.questions[begin : begin + MOST_AT_ONCE]
        questioning.add_questions(to=to, questions=some, by=by)
    return found


def refuse_too_many(found: Look, *, to: Owner) -> None:
    if isinstance(to, QuestionBank):
        return
    many = to.questions.count() + len(found.questions)
    if many > MOST_IN_A_QUIZ:
        detail = _(
            "The quiz would have {many} questions, and {most} is the most: take them into a "
            "question bank, from which quizzes draw."
        )
        said = detail.format(many=many, most=MOST_IN_A_QUIZ)
        raise Invalid(said, code="too_many_questions")


def _held(to: Owner) -> set[WrittenQuestion]:
    rows = to.questions.select_related("skill").prefetch_related("choices")
    return {questioning.anonymous(one) for one in questioning.written_questions(rows)}


def _lock(to: Owner) -> None:
    """Whoever takes the same file at the same time waits, and then finds it all there."""
    model = QuestionBank if isinstance(to, QuestionBank) else Lesson
    model.objects.select_for_update(of=("self",)).get(pk=to.pk)
