"""Owns the editor of questions between two requests: as a form or as text, losing nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from campus.errors import CampusError, Fault, Invalid
from courses.models import Lesson, Question, QuestionBank, Skill
from courses.quizform.reading import read_quiz
from courses.quizform.shapes import WrittenQuestion
from courses.quizform.writing import write_quiz

from . import questiondeeds
from .questionfields import QuestionFields, fields_of, sent_fields, written


@dataclass
class Editor:
    """`marks` recognise questions whose words stayed, so that text keeps their ids as well."""

    language: str
    fields: list[QuestionFields] = field(default_factory=list)
    as_text: bool = False
    text: str = ""
    marks: str = ""
    faults: Sequence[Fault] = ()
    focus: str = ""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Question.Kind.choices]

    @cached_property
    def skills(self) -> list[tuple[str, str]]:
        rows = Skill.objects.order_by("key")
        named = [(row.key, row.title.get(self.language) or row.key) for row in rows]
        known = {key for key, _title in named}
        used = {one.skill for one in self.fields if one.skill and one.skill not in known}
        return [*named, *((key, key) for key in sorted(used))]

    def questions(self) -> list[WrittenQuestion]:
        """What is written now; raises Invalid for what cannot be read as questions."""
        if not self.as_text:
            questions, faults = written(self.fields)
            if faults:
                details = "\n".join(one.detail for one in faults)
                raise Invalid(details, code="quiz_broken", faults=faults)
            return questions
        intro, read = read_quiz(self.text, path="", may_be_empty=True)
        if intro:
            detail = _("Only questions stand here, each under a heading “## …”.")
            raise Invalid(detail, code="quiz_broken", faults=[Fault("1", "has_intro", detail)])
        return identified(read, self.marks)

    def turn(self, *, as_text: bool) -> None:
        """The same questions, the other way; what cannot be read stays as it is, and is named."""
        if as_text == self.as_text:
            return
        try:
            questions = self.questions()
        except CampusError as error:
            self.refuse(error)
            return
        self.show(questions, as_text=as_text)

    def show(self, questions: Sequence[WrittenQuestion], *, as_text: bool) -> None:
        self.as_text = as_text
        if as_text:
            self.text = write_quiz(questions, language=self.language)
            self.marks = marks_of(questions)
            self.focus = "text"
        else:
            self.fields = [fields_of(one) for one in questions]
            self.focus = "q0-prompt" if self.fields else "add"

    def act(self, deed: str) -> None:
        if deed in ("form", "text"):
            self.turn(as_text=deed == "text")
        elif not self.as_text and deed:
            self.focus = questiondeeds.act(self.fields, deed, language=self.language)

    def refuse(self, error: CampusError) -> None:
        self.faults = error.faults or [Fault("", error.code, error.detail)]

    @property
    def said(self) -> list[str]:
        if self.as_text:
            return [_by_line(one) for one in self.faults]
        return [_numbered(one) for one in self.faults]


def _by_line(fault: Fault) -> str:
    if not fault.pointer.isdigit():
        return fault.detail
    return _("Line {line}: {detail}").format(line=fault.pointer, detail=fault.detail)


def _numbered(fault: Fault) -> str:
    number = fault.pointer.rpartition("/")[2]
    words = _("Question {number}: {detail}")
    if not number.isdigit() or fault.detail.startswith(words.partition("{")[0]):
        return fault.detail
    return words.format(number=number, detail=fault.detail)


def editor_of(questions: Sequence[WrittenQuestion], *, language: str, as_text: bool) -> Editor:
    editor = Editor(language)
    editor.show(questions, as_text=as_text)
    editor.focus = ""
    return editor


def sent_editor(data: QueryDict, *, language: str) -> Editor:
    if data.get("as") == "text":
        text = data.get("text", "").replace("\r\n", "\n")
        return Editor(language, as_text=True, text=text, marks=data.get("marks", ""))
    return Editor(language, sent_fields(data))


def marks_of(questions: Sequence[WrittenQuestion]) -> str:
    """Who is who in a text without ids: `id:words;id:words|…`, a question and then its choices."""
    return "|".join(
        ";".join(
            f"{id_}:{_digest(words)}"
            for id_, words in [
                (one.id, one.prompt), *((c.id, c.text + c.match) for c in one.choices)
            ]
        )
        for one in questions
    )  # fmt: skip


def identified(questions: Sequence[WrittenQuestion], marks: str) -> list[WrittenQuestion]:
    """The questions with the ids of those whose words they have."""
    left = [[one.partition(":")[::2] for one in part.split(";")] for part in marks.split("|")]
    found = []
    for one in questions:
        known = next((part for part in left if part[0][1] == _digest(one.prompt)), None)
        if known is None or one.id:
            found.append(one)
            continue
        left.remove(known)
        found.append(_named(one, known[0][0], [*known[1:]]))
    return found


def _named(question: WrittenQuestion, id_: str, left: list[Any]) -> WrittenQuestion:
    choices = []
    for one in question.choices:
        known = next((mark for mark in left if mark[1] == _digest(one.text + one.match)), None)
        if known:
            left.remove(known)
        choices.append(replace(one, id=known[0] if known else ""))
    return replace(question, id=id_, choices=tuple(choices))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def language_of(owner: Lesson | QuestionBank) -> str:
    return owner.language if isinstance(owner, QuestionBank) else owner.module.course.language
