"""Owns how questions are copied between quizzes and banks: where to, and the copy itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from campus.errors import CampusError
from courses.models import Lesson, Question, QuestionBank
from courses.quizzes import questioning

MOST_QUIZZES = 500


@dataclass(frozen=True)
class Targets:
    """Where questions may be copied: banks, and quizzes of courses, of one's own."""

    banks: list[QuestionBank]
    quizzes: list[Lesson]

    def find(self, key: str) -> QuestionBank | Lesson | None:
        found: dict[str, QuestionBank | Lesson] = {str(one.pk): one for one in self.banks}
        return found.get(key) or next((one for one in self.quizzes if str(one.pk) == key), None)


def targets(of: QuestionBank | Lesson, organisations: Collection[UUID]) -> Targets:
    banks = QuestionBank.objects.filter(organisation__in=organisations).exclude(pk=of.pk)
    quizzes = Lesson.objects.filter(
        kind=Lesson.Kind.QUIZ, archived_at=None, module__archived_at=None,
        module__course__organisation__in=organisations, module__course__archived_at=None,
    ).exclude(pk=of.pk)  # fmt: skip
    rows = quizzes.select_related("module__course").order_by("module__course__title", "title")
    return Targets(list(banks), list(rows[:MOST_QUIZZES]))


def copy(request: HttpRequest, rows: Sequence[Question], to: Targets) -> bool:
    """Copy them where the form says; whether it was done is said to the person as well."""
    target = to.find(request.POST.get("to", ""))
    if not rows:
        messages.warning(request, _("Tick the questions first."))
        return False
    if target is None:
        messages.warning(request, _("Choose where to copy them."))
        return False
    try:
        questioning.copy_questions(questions=rows, to=target)
    except CampusError as error:
        messages.error(request, error.detail)
        return False
    said = _("Copied to “{title}”: {many}.").format(title=target.title, many=len(rows))
    messages.success(request, said)
    return True
