"""Owns the form of a quiz's rules, and of what it draws from banks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from courses.compiling.reading import draft_question, drawn
from courses.models import Draw, Lesson, QuestionBank, Quiz, Skill
from courses.quizzes.questioning import WantedDraw

LEVELS = [("", "–"), *((str(n), str(n)) for n in range(1, 5))]
MOST_DRAWS = 20


class Rules(ModelForm[Quiz]):
    mastery = forms.IntegerField(
        label=gettext_lazy("Passed from (%)"), min_value=0, max_value=100,
        help_text=gettext_lazy("Percent of the points."),
    )  # fmt: skip

    class Meta:
        model = Quiz
        fields = (
            "mode", "attempts_allowed", "time_limit_minutes", "shows_key", "shuffles_questions",
            "shuffles_choices", "is_team",
        )  # fmt: skip

    def rules(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    @property
    def mastered(self) -> float:
        return float(self.cleaned_data["mastery"]) / 100


class DrawForm(forms.Form):
    bank = forms.ModelChoiceField(QuestionBank.objects.none(), label=gettext_lazy("Question bank"))
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=100, initial=1
    )
    skill = forms.ModelChoiceField(
        Skill.objects.none(), required=False, label=gettext_lazy("Skill"), to_field_name="key"
    )
    level = forms.ChoiceField(choices=LEVELS, required=False, label=gettext_lazy("Level"))
    tag = forms.CharField(max_length=60, required=False, label=gettext_lazy("Tag"))

    def __init__(self, *args: Any, banks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[QuestionBank]", self.fields["bank"]).queryset = banks
        skills = cast("forms.ModelChoiceField[Skill]", self.fields["skill"])
        skills.queryset = Skill.objects.order_by("key")

    def wanted(self) -> WantedDraw:
        given = self.cleaned_data
        level = int(given["level"]) if given["level"] else None
        return WantedDraw(given["bank"], given["count"], given["skill"], level, given["tag"])

    @property
    def fitting(self) -> str:
        """How many questions may be drawn, said beside the row."""
        if not self.is_valid():
            return ""
        one = self.wanted()
        rows = one.bank.questions.select_related("skill").prefetch_related("choices")
        asked = [draft_question(row) for row in rows]
        many = len(drawn(asked, one.skill.key if one.skill else "", one.level, one.tag))
        words = _("{many} questions fit.") if many >= one.count else _("Only {many} fit!")
        return words.format(many=many)


def rules_form(lesson: Lesson, data: QueryDict | None) -> Rules:
    quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz(lesson=lesson)
    return Rules(data, instance=quiz, initial={"mastery": round(lesson.mastery * 100)})


def banks_for(lesson: Lesson) -> Any:
    return QuestionBank.objects.filter(organisation=lesson.module.course.organisation_id)


def draw_forms(lesson: Lesson, data: QueryDict | None) -> list[DrawForm]:
    banks = banks_for(lesson)
    if data is None:
        draws = Draw.objects.filter(quiz_id=lesson.pk).select_related("bank", "skill")
        return [_shown(n, one, banks) for n, one in enumerate(draws)]
    said = data.get("draws", "0")
    many = min(int(said), MOST_DRAWS) if said.isascii() and said.isdigit() else 0
    return [DrawForm(data, prefix=f"d{n}", banks=banks) for n in range(many)]


def _shown(n: int, draw: Draw, banks: Any) -> DrawForm:
    """Bound, so that what fits is counted for rows that nobody changed as well."""
    data = QueryDict(mutable=True)
    data.update(
        {
            f"d{n}-bank": str(draw.bank_id), f"d{n}-count": str(draw.count),
            f"d{n}-skill": draw.skill.key if draw.skill else "",
            f"d{n}-level": str(draw.level or ""), f"d{n}-tag": draw.tag,
        }
    )  # fmt: skip
    return DrawForm(data, prefix=f"d{n}", banks=banks)


def act_on_draws(lesson: Lesson, data: QueryDict, deed: str) -> tuple[list[DrawForm], str]:
    """`draw` adds a row, `undraw <n>` takes one out; answers the rows and what has the focus."""
    forms_ = draw_forms(lesson, data)
    verb, _blank, number = deed.partition(" ")
    kept = [n for n in range(len(forms_)) if not (verb == "undraw" and number == str(n))]
    moved = QueryDict(mutable=True)
    for place, n in enumerate(kept):
        for name in DrawForm.base_fields:
            moved[f"d{place}-{name}"] = data.get(f"d{n}-{name}", "")
    rows = [DrawForm(moved, prefix=f"d{n}", banks=banks_for(lesson)) for n in range(len(kept))]
    if verb == "draw":
        rows.append(DrawForm(prefix=f"d{len(rows)}", banks=banks_for(lesson)))
        return rows, f"d{len(rows) - 1}-bank"
    return rows, "draw"


def unfilled(forms_: Iterable[DrawForm]) -> bool:
    return any(not one.is_valid() for one in forms_)
