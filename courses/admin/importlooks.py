"""Owns how questions that may be imported are shown: as learners get them, with what is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.paginator import Page, Paginator
from django.utils.html import escape
from django.utils.translation import get_language

from courses.compiling.asking import preview_questions
from courses.compiling.compiled import CompiledQuestions
from courses.models import Lesson, Question, QuestionBank
from courses.questionimports.taking import Look
from courses.quizform.numbers import plain_number
from courses.quizform.shapes import TYPED, WrittenChoice, WrittenQuestion

PER_PAGE = 50


@dataclass(frozen=True)
class Answer:
    """Texts are HTML; `percent` is the share of the points, None for the usual one."""

    text: str
    match: str
    is_right: bool
    feedback: str
    percent: str | None
    within: str


@dataclass(frozen=True)
class Shown:
    line: int
    question: WrittenQuestion
    prompt: str
    hint: str
    explanation: str
    answers: Sequence[Answer]
    decoys: Sequence[str]

    @property
    def kind_label(self) -> str:
        return str(Question.Kind(self.question.kind).label)

    @property
    def points(self) -> str:
        return plain_number(self.question.points)


def page_of(found: Look, number: str, *, to: Lesson | QuestionBank) -> tuple[Page[Any], list[str]]:
    """One page of `Shown`, and what the checklist would say of its texts."""
    pairs = list(zip(found.lines, found.questions, strict=True))
    page: Page[Any] = Paginator(pairs, PER_PAGE).get_page(number)
    wanted = [(line, _named(question)) for line, question in page.object_list]
    compiled, findings = preview_questions(to, [question for _line, question in wanted])
    page.object_list = [_shown(line, one, compiled) for line, one in wanted] if compiled else []
    language = get_language() or "fr"
    return page, list(dict.fromkeys(one.said(language) for one in findings))


def _named(question: WrittenQuestion) -> WrittenQuestion:
    """With ids by which its compiled texts are found again."""
    name = repr(question)
    choices = tuple(
        replace(one, id=str(uuid5(NAMESPACE_URL, f"{name} {place}")))
        for place, one in enumerate(question.choices)
    )
    return replace(question, id=str(uuid5(NAMESPACE_URL, name)), choices=choices)


def _shown(line: int, question: WrittenQuestion, compiled: CompiledQuestions) -> Shown:
    asked: dict[str, Any] = next(
        dict(one) for one in compiled.asked if str(one["id"]) == question.id
    )
    texts = {str(one["id"]): one["text"] for one in asked["choices"]}
    matches = {str(one["id"]): one["text"] for one in asked.get("matches", ())}
    right = compiled.key[question.id].get("right", ())
    paired = dict(one.partition("=")[::2] for one in right) if matches else {}
    answers = [
        _answer(question.kind, one, texts, matches.get(paired.get(one.id, ""), ""), compiled)
        for one in question.choices
        if one.id in texts or question.kind in TYPED
    ]
    return Shown(
        line, question, asked["prompt"], asked.get("hint", ""),
        compiled.feedback.get(question.id, ""), answers,
        [text for id_, text in matches.items() if id_ not in paired.values()],
    )  # fmt: skip


def _answer(
    kind: str,
    choice: WrittenChoice,
    texts: Mapping[str, str],
    match: str,
    compiled: CompiledQuestions,
) -> Answer:
    return Answer(
        text=texts.get(choice.id) or escape(choice.text),
        match=match,
        is_right=choice.is_correct or kind in ("ordering", "matching"),
        feedback=compiled.feedback.get(choice.id, ""),
        percent=None if choice.credit is None else plain_number(round(choice.credit * 100, 1)),
        within=plain_number(choice.tolerance) if choice.tolerance else "",
    )
