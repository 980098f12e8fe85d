"""Owns the list of a bank's questions: what it is filtered by, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Question, QuestionBank, Skill
from courses.quizzes.statistics import QuestionStatistics, question_statistics

PER_PAGE = 50
# Fewer answers say too little of a question to warn of it; below that it tells nobody apart.
ENOUGH, WEAK = 30, 0.2

# From which value on it is called so. The steps of the second are the usual ones for item-rest
# correlations: R. L. Ebel, "Measuring Educational Achievement" (1965).
HOW_HARD = (
    (0.9, gettext_lazy("very easy")),
    (0.7, gettext_lazy("easy")),
    (0.4, gettext_lazy("neither easy nor hard")),
    (0.2, gettext_lazy("hard")),
    (-1.0, gettext_lazy("very hard")),
)
HOW_TELLING = (
    (0.4, gettext_lazy("tells apart very well")),
    (0.3, gettext_lazy("tells apart well")),
    (WEAK, gettext_lazy("tells apart a little")),
    (0.0, gettext_lazy("hardly tells apart")),
    (-1.0, gettext_lazy("misleads")),
)


class Filters:
    """What the address asks for; empty takes all."""

    def __init__(self, asked: QueryDict, bank: QuestionBank) -> None:
        given = {name: asked.get(name, "").replace("\0", "")[:200] for name in asked}
        self.text = given.get("q", "").strip()
        self.kind, self.level = given.get("kind", ""), given.get("level", "")
        self.tag, self.skill = given.get("tag", ""), given.get("skill", "")
        self.kinds = Question.Kind.choices
        rows = bank.questions.order_by()
        self.tags = sorted({tag for tags in rows.values_list("tags", flat=True) for tag in tags})
        self.skills = list(Skill.objects.filter(pk__in=rows.values("skill")).order_by("key"))

    def apply(self, rows: QuerySet[Question]) -> QuerySet[Question]:
        if self.text:
            rows = rows.filter(prompt__icontains=self.text)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.tag:
            rows = rows.filter(tags__contains=[self.tag])
        if self.skill:
            rows = rows.filter(skill__key=self.skill)
        if self.level in ("1", "2", "3", "4"):
            rows = rows.filter(level=int(self.level))
        return rows

    @property
    def address(self) -> str:
        """The filters again, for the links between pages."""
        data = QueryDict(mutable=True)
        names = {"q": self.text, "kind": self.kind, "tag": self.tag, "skill": self.skill,
                 "level": self.level}  # fmt: skip
        data.update({name: value for name, value in names.items() if value})
        return data.urlencode()


@dataclass(frozen=True)
class Listed:
    question: Question
    figures: QuestionStatistics

    @property
    def warning(self) -> str:
        """Said once enough people have answered; in the words of somebody who wrote it."""
        tells = self.figures.discrimination
        if self.figures.answered < ENOUGH or tells is None or tells >= WEAK:
            return ""
        if tells < 0:
            return _(
                "Look at this one: people who know the subject get it wrong more often than "
                "others. Is the right answer marked, and can the question be misread?"
            )
        return _(
            "This question hardly tells who knows the subject from who does not: it may be too "
            "easy, too hard, or ambiguous."
        )

    @property
    def right_percent(self) -> int | None:
        earned = self.figures.difficulty
        return None if earned is None else round(earned * 100)

    @property
    def is_early(self) -> bool:
        return 0 < self.figures.answered < ENOUGH

    @property
    def how_hard(self) -> str:
        earned = self.figures.difficulty
        if earned is None or self.figures.answered < ENOUGH:
            return ""
        return next(str(words) for least, words in HOW_HARD if earned >= least)

    @property
    def how_telling(self) -> str:
        tells = self.figures.discrimination
        if tells is None or self.figures.answered < ENOUGH:
            return ""
        return next(str(words) for least, words in HOW_TELLING if tells >= least)


def listed(bank: QuestionBank, filters: Filters, number: str) -> Page[Any]:
    rows = filters.apply(bank.questions.select_related("skill"))
    page: Page[Any] = Paginator(rows, PER_PAGE).get_page(number)
    found = list(page.object_list)
    figures = question_statistics([row.pk for row in found])
    page.object_list = [Listed(row, figures[row.pk]) for row in found]
    return page
