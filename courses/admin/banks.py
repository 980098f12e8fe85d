"""Owns the admin of question banks: their list, their questions with figures, and the editor."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count
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
from campus.errors import CampusError
from courses.models import Question, QuestionBank
from courses.quizzes import questioning
from courses.quizzes.supplying import drawing_quizzes, refuse_drawn

from . import copying, questionpages
from .bankquestions import Filters, listed
from .bankwriting import MOST_AT_ONCE, BankPage, rows_of
from .questioneditor import sent_editor
from .questionimports import import_page


@admin.register(QuestionBank)
class QuestionBankAdmin(Owned, ModelAdmin[QuestionBank]):
    deeds = ALL
    fields = ("title", "organisation", "language")
    list_display = ("title", "organisation", "language", "how_many")
    list_filter = ("language", OF_ORGANISATION)
    list_select_related = ("organisation",)
    search_fields = ("title", "questions__prompt")
    actions_detail = ("see_questions", "add_questions", "import_questions")

    @admin.display(description=gettext_lazy("Questions"), ordering="many")
    def how_many(self, bank: Any) -> int:
        return int(bank.many)

    @admin.display(description=gettext_lazy("Quizzes that draw from it"))
    def drawn_by(self, bank: QuestionBank) -> str:
        """Said here, because such a bank cannot be deleted."""
        return " · ".join(drawing_quizzes(bank))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(many=Count("questions", distinct=True))

    def get_fields(self, request: HttpRequest, obj: QuestionBank | None = None) -> Any:
        return (*self.fields, "drawn_by") if self._is_drawn(obj) else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: QuestionBank | None = None) -> Any:
        """Quizzes draw from banks of their own organisation: such a bank stays in its own."""
        return ("organisation", "drawn_by") if self._is_drawn(obj) else ()

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A bank that a quiz draws from stays; whoever would delete it is told which quizzes."""
        bank = pages.the_object(self, request, object_id)
        try:
            refuse_drawn(bank)
        except CampusError as error:
            return pages.refuse(request, bank, error)
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: QuestionBank) -> None:
        questioning.remove_bank(bank=obj)

    def _is_drawn(self, bank: QuestionBank | None) -> bool:
        return bank is not None and bank.draws.exists()

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
    def see_questions(self, request: HttpRequest, object_id: str) -> HttpResponse:
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
            targets=copying.targets(bank, self.organisations(request)),
        )  # fmt: skip

    def chosen(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """What to do with the questions that are ticked: write them, copy them, take them out."""
        bank = pages.the_object(self, request, str(object_id))
        rows = rows_of(bank, request.POST.getlist("question"))
        deed = request.POST.get("do", "")
        if not rows:
            messages.warning(request, _("Tick the questions first."))
        elif deed == "write":
            ids = "&".join(f"question={row.pk}" for row in rows[:MOST_AT_ONCE])
            return redirect(f"{reverse('admin:courses_questionbank_write', args=[bank.pk])}?{ids}")
        elif deed == "remove":
            self._remove(request, rows)
        elif deed == "copy":
            copying.copy(request, rows, copying.targets(bank, self.organisations(request)))
        return redirect("admin:courses_questionbank_questions", bank.pk)

    def _remove(self, request: HttpRequest, rows: list[Question]) -> None:
        try:
            questioning.remove_questions(questions=rows)
        except CampusError as error:
            messages.error(request, error.detail)
            return
        messages.success(request, _("Taken out: {many}.").format(many=len(rows)))

    def write(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        bank = pages.the_object(self, request, str(object_id))
        page, deed = BankPage(bank, request), request.POST.get("do", "")
        if request.method == "POST" and deed == "save" and page.save():
            messages.success(request, _("Saved."))
            return redirect("admin:courses_questionbank_questions", bank.pk)
        if request.method == "POST" and deed != "save":
            page.editor.act(deed)
        context = page.context()
        if questionpages.wants_part(request):
            return questionpages.part(request, context)
        title = _("Write questions: {bank}").format(bank=bank.title)
        template = "admin/courses/lesson/quiz.html"
        return pages.show(self, request, bank, title=title, template=template, **context)

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        bank = pages.the_object(self, request, str(object_id))
        editor = sent_editor(request.POST, language=bank.language)
        return questionpages.preview(request, bank, editor)

    def take_in(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        bank = pages.the_object(self, request, str(object_id))
        done = reverse("admin:courses_questionbank_questions", args=[bank.pk])
        return import_page(self, request, bank, done=done)
