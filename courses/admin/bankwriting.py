"""Owns the page on which chosen questions of a bank are written, or new ones for it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from campus.adminsite import pages
from campus.errors import CampusError
from courses.models import Question, QuestionBank
from courses.quizzes import questioning
from courses.quizzes.questioning import stamp_of, written_questions

from . import questionpages
from .questioneditor import Editor, editor_of, sent_editor

MOST_AT_ONCE = 50


class BankPage:
    """The editor of a quiz over the questions that were chosen; without any, for new ones."""

    def __init__(self, bank: QuestionBank, request: HttpRequest) -> None:
        self.bank = bank
        self.meanwhile: dict[str, Any] | None = None
        self.editor: Editor
        data = pages.sent(request)
        if data is not None:
            self.held = rows_of(bank, data.getlist("held"))
            self.stamp = data.get("version", "")
            self.editor = sent_editor(data, language=bank.language)
            return
        self.held = rows_of(bank, request.GET.getlist("question"))[:MOST_AT_ONCE]
        self.stamp = stamp_of(self.held)
        as_text, held = request.GET.get("as") == "text", written_questions(self.held)
        self.editor = editor_of(held, language=bank.language, as_text=as_text)
        if not held:
            self.editor.act("add single")

    def save(self) -> bool:
        """Whether it is saved; otherwise the page says why not, and holds what was typed."""
        try:
            questioning.save_bank_questions(
                bank=self.bank, held=self.held, stamp=self.stamp, questions=self.editor.questions()
            )
        except CampusError as error:
            self.editor.refuse(error)
            if error.code == "edited_meanwhile":
                self._compare()
            return False
        return True

    def _compare(self) -> None:
        self.stamp = stamp_of(self.held)
        theirs = written_questions(self.held)
        self.meanwhile = questionpages.compared(theirs, self.editor, by="", at=None)

    def context(self) -> dict[str, Any]:
        bank = self.bank
        return {
            "editor": self.editor, "owner": bank, "version": self.stamp,
            "meanwhile": self.meanwhile, "held": [str(row.pk) for row in self.held],
            "action": reverse("admin:courses_questionbank_write", args=[bank.pk]),
            "preview": reverse("admin:courses_questionbank_preview", args=[bank.pk]),
            "back_address": reverse("admin:courses_questionbank_questions", args=[bank.pk]),
        }  # fmt: skip


def rows_of(bank: QuestionBank, ids: list[str]) -> list[Question]:
    """In the bank's order; ids that are none of its are left out."""
    known = {str(pk): pk for pk in bank.questions.values_list("pk", flat=True)}
    wanted = [known[one] for one in ids if one in known]
    rows = bank.questions.filter(pk__in=wanted)
    return list(rows.select_related("skill").prefetch_related("choices"))
