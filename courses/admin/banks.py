"""Owns the admin of question banks: their list, their questions with figures, and the editor."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campus.accounts.admin.owned import OF_ORGANISATION, Owned
from campus.adminsite import pages
from campus.adminsite.guarding import ALL
from campus.adminsite.skin import ModelAdmin, page_action
from campus.errors import CampusError, Conflict
from courses.models import Question, QuestionBank
from courses.quizzes import questioning
from courses.quizzes.questioning import stamp_of, written_questions

from . import questionpages
from .bankquestions import Filters, listed, targets
from .questioneditor import editor_of, sent_editor
from .questionimports import import_page

MOST_AT_ONCE = 50


@admin.register(QuestionBank)
class QuestionBankAdmin(Owned, ModelAdmin[QuestionBank]):
    deeds = ALL
    fields = ("title", "organisation", "language")
    list_display = ("title", "organisation", "language", "how_many")
    list_filter = ("language", OF_ORGANISATION)
    search_fields = ("title", "questions__prompt")
    actions_detail = ("questions", "add_questions", "import_questions")

    @admin.display(description=gettext_lazy("Questions"))
    def how_many(self, bank: QuestionBank) -> int:
        return bank.questions.count()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A bank that a quiz draws from stays."""
        may = super().has_delete_permission(request, obj)
        return may and not (obj is not None and obj.draws.exists())

    def response_add(
        self, request: HttpRequest, obj: QuestionBank, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:courses_questionbank_questions", obj.pk)

    def get_urls(self) -> Any:
        view, name = self.admin_site.admin_view, "courses_questionbank"
        here = "<uuid:object_id>"
        return [
            path(f"{here}/all/", view(self.all_questions), name=f"{name}_questions"),
            path(f"{here}/chosen/", view(require_POST(self.chosen)), name=f"{name}_chosen"),
            path(f"{here}/write/", view(self.write), name=f"{name}_write"),
            path(f"{here}/preview/", view(require_POST(self.preview)), name=f"{name}_preview"),
            path(f"{here}/import/", view(self.take_in), name=f"{name}_import"),
            *super().get_urls(),
        ]

    @page_action(description=gettext_lazy("Questions"), icon="list", path="to-questions")
    def questions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:courses_questionbank_questions", object_id)

    @page_action(description=gettext_lazy("Write questions"), icon="edit", path="to-write")
    def add_questions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:courses_questionbank_write", object_id)

    @page_action(description=gettext_lazy("Import questions"), icon="upload", path="to-import")
    def import_questions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:courses_questionbank_import", object_id)

    def all_questions(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """The bank's questions with what is known of each, filtered by what the address says."""
        bank = pages.the_object(self, request, str(object_id))
        filters = Filters(request.GET, bank)
        return pages.show(
            self, request, bank,
            title=_("Questions: {bank}").format(bank=bank.title),
            template="admin/courses/questionbank/questions.html",
            filters=filters, page=listed(bank, filters, request.GET.get("page", "1")),
            targets=targets(bank, self.organisations(request)),
        )  # fmt: skip

    def chosen(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """What to do with the questions that are ticked: write them, copy them, take them out."""
        bank = pages.the_object(self, request, str(object_id))
        rows = _rows(bank, request.POST.getlist("question"))
        deed = request.POST.get("do", "")
        here = redirect("admin:courses_questionbank_questions", bank.pk)
        if not rows:
            messages.warning(request, _("Tick the questions first."))
        elif deed == "write":
            ids = "&".join(f"question={row.pk}" for row in rows[:MOST_AT_ONCE])
            return redirect(f"{reverse('admin:courses_questionbank_write', args=[bank.pk])}?{ids}")
        elif deed == "remove":
            questioning.remove_questions(questions=rows)
            messages.success(request, _("Taken out: {many}.").format(many=len(rows)))
        elif deed == "copy":
            self._copy(request, bank, rows)
        return here

    def _copy(self, request: HttpRequest, bank: QuestionBank, rows: list[Question]) -> None:
        to = targets(bank, self.organisations(request)).find(request.POST.get("to", ""))
        if to is None:
            messages.warning(request, _("Choose where to copy them."))
            return
        try:
            questioning.copy_questions(questions=rows, to=to)
        except CampusError as error:
            messages.error(request, error.detail)
            return
        said = _("Copied to “{title}”: {many}.").format(title=to.title, many=len(rows))
        messages.success(request, said)

    def write(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """The editor of a quiz, over the questions that were chosen; without any, for new ones."""
        bank = pages.the_object(self, request, str(object_id))
        sent = pages.sent(request)
        given = request.GET.getlist("question") if sent is None else sent.getlist("held")
        held = _rows(bank, given)[:MOST_AT_ONCE]
        stamp = stamp_of(held) if sent is None else sent.get("version", "")
        meanwhile = None
        if sent is None:
            editor = editor_of(
                written_questions(held), language=bank.language,
                as_text=request.GET.get("as") == "text",
            )  # fmt: skip
            if not held:
                editor.act("add single")
        else:
            editor = sent_editor(sent, language=bank.language)
            deed = sent.get("do", "")
            if deed != "save":
                editor.act(deed)
            else:
                try:
                    questioning.save_bank_questions(
                        bank=bank, held=held, stamp=stamp, questions=editor.questions()
                    )
                    messages.success(request, _("Saved."))
                    return redirect("admin:courses_questionbank_questions", bank.pk)
                except Conflict as error:
                    editor.refuse(error)
                    stamp = stamp_of(held)
                    meanwhile = questionpages.compared(
                        written_questions(held), editor, by="", at=None
                    )
                except CampusError as error:
                    editor.refuse(error)
        context = {
            "editor": editor, "owner": bank, "version": stamp, "meanwhile": meanwhile,
            "held": [str(row.pk) for row in held],
            "action": reverse("admin:courses_questionbank_write", args=[bank.pk]),
            "preview": reverse("admin:courses_questionbank_preview", args=[bank.pk]),
            "back_address": reverse("admin:courses_questionbank_questions", args=[bank.pk]),
        }  # fmt: skip
        if questionpages.wants_part(request):
            return questionpages.part(request, context)
        title = _("Write questions: {bank}").format(bank=bank.title)
        template = "admin/courses/lesson/quiz.html"
        return pages.show(self, request, bank, title=title, template=template, **context)

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        bank = pages.the_object(self, request, str(object_id))
        return questionpages.preview(
            request, bank, sent_editor(request.POST, language=bank.language)
        )

    def take_in(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        bank = pages.the_object(self, request, str(object_id))
        done = reverse("admin:courses_questionbank_questions", args=[bank.pk])
        return import_page(self, request, bank, done=done)


def _rows(bank: QuestionBank, ids: list[str]) -> list[Question]:
    """In the bank's order; ids that are none of its are left out."""
    known = {str(pk): pk for pk in bank.questions.values_list("pk", flat=True)}
    wanted = [known[one] for one in ids if one in known]
    rows = bank.questions.filter(pk__in=wanted)
    return list(rows.select_related("skill").prefetch_related("choices"))
