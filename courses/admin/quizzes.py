"""Owns the one page on which a quiz is written: its rules, what it draws, all its questions."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.skin import page_action
from campus.errors import CampusError, Conflict
from courses.models import Lesson
from courses.quizzes import questioning
from courses.quizzes.questioning import written_questions
from courses.quizzes.questionrows import refuse_unanswerable

from . import questionpages, trying
from .questioneditor import Editor, editor_of, language_of, sent_editor
from .quizrules import DrawForm, Rules, act_on_draws, draw_forms, rules_form

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
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
            path("<uuid:object_id>/quiz/try/", view(self.try_quiz), name="courses_lesson_try"),
            *super().get_urls(),
        ]  # fmt: skip

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

    def _quiz(self, request: HttpRequest, object_id: Any) -> Lesson:
        lesson = cast("Lesson", pages.the_object(self, request, str(object_id)))
        if lesson.kind != Lesson.Kind.QUIZ:
            raise Http404
        return lesson


class QuizPage:
    """What the page shows: what is saved, or what was sent and what became of it."""

    def __init__(self, lesson: Lesson, request: HttpRequest) -> None:
        self.lesson, self.request = lesson, request
        self.data = pages.sent(request)
        language = language_of(lesson)
        self.rules: Rules = rules_form(lesson, self.data)
        self.draws: list[DrawForm] = draw_forms(lesson, self.data)
        self.version = lesson.version
        self.meanwhile: dict[str, Any] | None = None
        self.editor: Editor
        if self.data is None:
            as_text = request.GET.get("as") == "text"
            held = written_questions(_rows(lesson))
            self.editor = editor_of(held, language=language, as_text=as_text)
        else:
            self.editor = sent_editor(self.data, language=language)
            said = self.data.get("version", "")
            self.version = int(said) if said.isascii() and said.isdigit() else 0

    def act(self, deed: str) -> None:
        """Nothing is saved, nothing is checked that is not needed."""
        assert self.data is not None
        if deed.split(" ", maxsplit=1)[0] in ("draw", "undraw", "count"):
            self.draws, self.editor.focus = act_on_draws(self.lesson, self.data, deed)
        else:
            self.editor.act(deed)

    def save(self) -> bool:
        """Whether it is saved; otherwise the page says why not, and holds what was typed."""
        are_valid = [self.rules.is_valid(), *(one.is_valid() for one in self.draws)]
        try:
            questions = self.editor.questions()
            refuse_unanswerable(questions)
            if not all(are_valid):
                return False
            questioning.save_quiz(
                lesson=self.lesson,
                by=cast("User", self.request.user),
                version=self.version,
                questions=questions,
                draws=[one.wanted() for one in self.draws],
                rules=self.rules.rules(),
                mastery=self.rules.mastered,
            )
        except Conflict as error:
            self.editor.refuse(error)
            self._compare()
            return False
        except CampusError as error:
            self.editor.refuse(error)
            return False
        return True

    def _compare(self) -> None:
        now = Lesson.objects.select_related("changed_by").get(pk=self.lesson.pk)
        self.version = now.version
        by = now.changed_by.name if now.changed_by else ""
        self.meanwhile = questionpages.compared(
            written_questions(_rows(now)), self.editor, by=by, at=now.changed_at
        )

    def context(self) -> dict[str, Any]:
        lesson = self.lesson
        if self.data is None:
            pages.dressed(self.rules)  # type: ignore[arg-type]
        for form in [self.rules, *self.draws]:
            pages.dressed(form)  # type: ignore[arg-type]
        return {
            "editor": self.editor, "rules": self.rules, "draws": self.draws, "is_quiz": True,
            "version": self.version, "meanwhile": self.meanwhile, "owner": lesson,
            "action": reverse("admin:courses_lesson_quiz", args=[lesson.pk]),
            "preview": reverse("admin:courses_lesson_quiz_preview", args=[lesson.pk]),
            "try_address": reverse("admin:courses_lesson_try", args=[lesson.pk]),
        }  # fmt: skip


def _rows(lesson: Lesson) -> Any:
    return lesson.questions.select_related("skill").prefetch_related("choices")
