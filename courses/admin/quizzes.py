"""Owns the pages of a quiz in the admin: written on one page, tried, its questions copied."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campus.adminsite import pages
from campus.adminsite.skin import page_action
from courses.models import Lesson

from . import copying, questionpages, trying
from .questioneditor import language_of, sent_editor
from .questionimports import import_page
from .quizwriting import QuizPage, rows_of

if TYPE_CHECKING:
    from campus.accounts.admin.owned import Owned as Base
else:
    Base = object


class Quizzing(Base):
    """The pages of a quiz, below its lesson's; each looks the lesson up as its page does."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path("<uuid:object_id>/quiz/", view(self.quiz), name="courses_lesson_quiz"),
            path("<uuid:object_id>/quiz/preview/", view(require_POST(self.preview_quiz)),
                 name="courses_lesson_quiz_preview"),
            path("<uuid:object_id>/quiz/copy/", view(self.copy_questions),
                 name="courses_lesson_copy_questions"),
            path("<uuid:object_id>/quiz/import/", view(self.import_questions),
                 name="courses_lesson_import_questions"),
            path("<uuid:object_id>/quiz/try/", view(self.try_quiz), name="courses_lesson_try"),
            *super().get_urls(),
        ]  # fmt: skip

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only a quiz is written as one."""
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        item = self.get_object(request, str(object_id))
        if item is not None and item.kind == Lesson.Kind.QUIZ:
            return listed
        return [one for one in listed if not one.action_name.endswith("_write_quiz")]

    @page_action(description=gettext_lazy("Write the quiz"), icon="quiz", path="write-quiz")
    def write_quiz(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return redirect("admin:courses_lesson_quiz", self._quiz(request, object_id).pk)

    def quiz(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        lesson = self._quiz(request, object_id)
        page = QuizPage(lesson, request)
        deed = request.POST.get("do", "")
        if request.method == "POST" and deed == "save" and page.save():
            messages.success(request, questionpages.said_in_short(lesson.questions.count()))
            return redirect("admin:courses_lesson_quiz", lesson.pk)
        if request.method == "POST" and deed != "save":
            page.act(deed)
        context = page.context()
        if questionpages.wants_part(request):
            return questionpages.part(request, context)
        template = "admin/courses/lesson/quiz.html"
        title = _("Quiz: {title}").format(title=lesson.title)
        return pages.show(self, request, lesson, title=title, template=template, **context)

    def preview_quiz(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        lesson = self._quiz(request, object_id)
        editor = sent_editor(request.POST, language=language_of(lesson))
        return questionpages.preview(request, lesson, editor)

    def try_quiz(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return trying.try_page(request, self._quiz(request, object_id))

    def import_questions(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        lesson = self._quiz(request, object_id)
        done = reverse("admin:courses_lesson_quiz", args=[lesson.pk])
        return import_page(cast("Any", self), request, lesson, done=done)

    def copy_questions(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """The saved questions, to be ticked and copied to a bank or to another quiz."""
        lesson = self._quiz(request, object_id)
        rows, wanted = list(rows_of(lesson)), set(request.POST.getlist("question"))
        to = copying.targets(lesson, self.organisations(request))
        if request.method == "POST":
            chosen = [row for row in rows if str(row.pk) in wanted]
            if copying.copy(request, chosen, to):
                return redirect("admin:courses_lesson_quiz", lesson.pk)
        return pages.show(
            self, request, lesson, title=_("Copy questions: {title}").format(title=lesson.title),
            template="admin/courses/lesson/copy.html", questions=rows, wanted=wanted, targets=to,
            back=reverse("admin:courses_lesson_quiz", args=[lesson.pk]),
        )  # fmt: skip

    def _quiz(self, request: HttpRequest, object_id: Any) -> Lesson:
        lesson = cast("Lesson", pages.the_object(self, request, str(object_id)))
        if lesson.kind != Lesson.Kind.QUIZ:
            raise Http404
        return lesson
