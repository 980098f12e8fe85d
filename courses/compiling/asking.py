"""What learners would see of questions that are being written, by the code of the release."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from campus.markdown import Finding
from courses.linking import blob_address
from courses.models import Lesson, QuestionBank
from courses.quizform.shapes import WrittenQuestion

from .compiled import CompiledQuestions
from .drafts import Draft, DraftChoice, DraftLesson, DraftQuestion, DraftQuiz
from .lessons import compiled_questions
from .reading import draft_lesson, read_draft, with_parts


def preview_questions(
    owner: Lesson | QuestionBank,
    questions: Sequence[WrittenQuestion],
    *,
    address_of: Callable[[str], str] = blob_address,
) -> tuple[CompiledQuestions | None, list[Finding]]:
    """Questions as they are typed, unfit ones as well; raises Invalid for a text beyond limits."""
    draft, lesson = _of_bank(owner) if isinstance(owner, QuestionBank) else _of_lesson(owner)
    draft.shelf.blob_address = address_of
    asked = tuple(_drafted(one, number) for number, one in enumerate(questions))
    return compiled_questions(draft, replace(lesson, questions=asked, quiz=DraftQuiz()))


def draft_asked(
    lesson: Lesson, *, address_of: Callable[[str], str] = blob_address
) -> tuple[CompiledQuestions | None, DraftLesson]:
    """All that the saved draft of a quiz would ask, what it draws from banks included."""
    draft = read_draft(lesson.module.course)
    draft.shelf.blob_address = address_of
    shown = draft_lesson(with_parts(Lesson.objects.filter(pk=lesson.pk)).get())
    compiled, _findings = compiled_questions(draft, shown)
    return compiled, shown


def _of_lesson(lesson: Lesson) -> tuple[Draft, DraftLesson]:
    return read_draft(lesson.module.course), draft_lesson(lesson)


def _of_bank(bank: QuestionBank) -> tuple[Draft, DraftLesson]:
    """A bank belongs to no course, so its questions show no course's files."""
    draft = Draft(
        id=bank.id, work="", slug="", language=bank.language, title=bank.title, summary="",
        level=1, authors="", licence="", licence_text="", source="", modules=(),
    )  # fmt: skip
    return draft, DraftLesson(bank.id, path="", slug="", kind="quiz", title=bank.title, source="")


def _drafted(question: WrittenQuestion, number: int) -> DraftQuestion:
    """With ids that stand for its places, as long as it has none."""
    name = question.id or f"question {number}"
    choices = (
        DraftChoice(
            one.id or str(uuid5(NAMESPACE_URL, f"{name} {place}")),
            one.text, one.is_correct, one.feedback, one.match,
            str(uuid5(NAMESPACE_URL, f"{name} match {place}")) if one.match else "",
            one.tolerance, one.credit,
        )
        for place, one in enumerate(question.choices)
    )  # fmt: skip
    return DraftQuestion(
        question.id or str(uuid5(NAMESPACE_URL, name)), question.kind, question.prompt,
        tuple(choices), question.explanation, question.hint, question.points,
        question.gives_partial_credit, question.tags, question.skill, question.level,
    )  # fmt: skip
