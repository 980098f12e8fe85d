"""Owns the fields of the questions' form: exactly what was typed, and what it says as questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from campus.errors import Fault
from courses.models import Question
from courses.quizform.normalising import normal
from courses.quizform.numbers import in_percent, number, percent, plain_number, real
from courses.quizform.shapes import KINDS, TYPED, WrittenChoice, WrittenQuestion

MOST_QUESTIONS, MOST_CHOICES = 500, 100
_TEXTS = ("prompt", "hint", "explanation", "points", "tags", "skill", "level", "id")
_CHOICE_TEXTS = ("text", "feedback", "match", "tolerance", "credit", "id")


@dataclass
class ChoiceFields:
    id: str = ""
    text: str = ""
    feedback: str = ""
    match: str = ""
    tolerance: str = ""
    credit: str = ""
    is_right: bool = False

    @property
    def is_blank(self) -> bool:
        return not any(
            one.strip() for one in (self.text, self.feedback, self.match, self.tolerance)
        )


@dataclass
class QuestionFields:
    kind: str = "single"
    id: str = ""
    prompt: str = ""
    hint: str = ""
    explanation: str = ""
    points: str = "1"
    tags: str = ""
    skill: str = ""
    level: str = ""
    gives_partial_credit: bool = False
    choices: list[ChoiceFields] = field(default_factory=list)

    @property
    def kind_label(self) -> str:
        return str(Question.Kind(self.kind).label)

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED

    @property
    def has_one_right(self) -> bool:
        return self.kind in ("single", "truefalse")

    @property
    def has_right(self) -> bool:
        return self.kind not in ("ordering", "matching")

    @property
    def may_be_partly_right(self) -> bool:
        return self.kind in ("multiple", "ordering", "matching")

    @property
    def has_more(self) -> bool:
        """Whether anything is set that most questions leave alone."""
        return bool(
            self.hint or self.tags or self.skill or self.level or self.points != "1"
            or self.gives_partial_credit
        )  # fmt: skip


def fields_of(question: WrittenQuestion) -> QuestionFields:
    return QuestionFields(
        kind=question.kind,
        id=question.id,
        prompt=question.prompt,
        hint=question.hint,
        explanation=question.explanation,
        points=plain_number(question.points),
        tags=", ".join(question.tags),
        skill=question.skill,
        level=str(question.level or ""),
        gives_partial_credit=question.gives_partial_credit,
        choices=[_choice_fields(one) for one in question.choices],
    )


def _choice_fields(choice: WrittenChoice) -> ChoiceFields:
    return ChoiceFields(
        id=choice.id,
        text=choice.text,
        feedback=choice.feedback,
        match=choice.match,
        tolerance="" if choice.tolerance is None else plain_number(choice.tolerance),
        credit="" if choice.credit is None else in_percent(choice.credit),
        is_right=choice.is_correct,
    )


def sent_fields(data: QueryDict) -> list[QuestionFields]:
    return [_sent_question(data, n) for n in range(_count(data, "questions", MOST_QUESTIONS))]


def _sent_question(data: QueryDict, n: int) -> QuestionFields:
    texts = {name: data.get(f"q{n}-{name}", "") for name in _TEXTS}
    kind = data.get(f"q{n}-kind", "single")
    right = set(data.getlist(f"q{n}-right"))
    choices = [
        ChoiceFields(
            **{name: data.get(f"q{n}-c{m}-{name}", "") for name in _CHOICE_TEXTS},
            is_right=str(m) in right,
        )
        for m in range(_count(data, f"q{n}-choices", MOST_CHOICES))
    ]
    return QuestionFields(
        **texts,
        kind=kind if kind in KINDS else "single",
        gives_partial_credit=f"q{n}-partial" in data,
        choices=choices,
    )


def _count(data: QueryDict, name: str, most: int) -> int:
    said = data.get(name, "0")
    return min(int(said), most) if said.isascii() and said.isdigit() else 0


def written(
    fields: Sequence[QuestionFields],
) -> tuple[list[WrittenQuestion], list[Fault]]:
    """The questions; what is no number is named and left out. Rows left blank do not count."""
    questions, faults = [], []
    for n, one in enumerate(fields, start=1):
        found = list(_bad_numbers(one, n))
        faults += found
        questions.append(_written(one))
    return questions, faults


def _written(one: QuestionFields) -> WrittenQuestion:
    points = real(one.points) if one.points.strip() else 1.0
    return normal(
        WrittenQuestion(
            one.prompt,
            tuple(_written_choice(c, one.kind) for c in one.choices if not c.is_blank),
            one.explanation,
            one.kind,
            one.hint,
            1.0 if points is None else points,
            one.gives_partial_credit and one.may_be_partly_right,
            (one.tags,),
            one.skill,
            int(one.level) if one.level in ("1", "2", "3", "4") else None,
            one.id,
        )
    )


def _written_choice(one: ChoiceFields, kind: str) -> WrittenChoice:
    return WrittenChoice(
        number(one.text) or one.text if kind == "number" else one.text,
        one.is_right,
        one.feedback,
        one.match,
        real(one.tolerance) if one.tolerance.strip() else None,
        percent(one.credit) if one.credit.strip() else None,
        one.id,
    )


def _bad_numbers(one: QuestionFields, n: int) -> Iterator[Fault]:
    typed: Mapping[str, str] = {
        _("Points"): one.points,
        **{f"{_('Tolerance')} {m}": c.tolerance for m, c in enumerate(one.choices, start=1)},
        **{f"{_('Share of the points')} {m}": c.credit for m, c in enumerate(one.choices, start=1)},
    }
    for name, text in typed.items():
        if text.strip() and real(text) is None:
            detail = _("Question {number}: “{value}” is no number: correct “{field}”.")
            said = detail.format(number=n, value=text[:40], field=name)
            yield Fault(f"questions/{n}", "not_a_number", said)
