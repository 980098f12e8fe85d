"""Owns the one page on which a quiz is written: its rules, what it draws, all its questions."""

from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from campus.accounts.models import User
from campus.adminsite import pages
from campus.errors import CampusError, Conflict
from courses.models import Lesson
from courses.quizzes import questioning
from courses.quizzes.questioning import written_questions
from courses.quizzes.questionrows import refuse_unanswerable

from . import questionpages
from .questioneditor import Editor, editor_of, language_of, sent_editor
from .quizrules import DrawForm, Rules, act_on_draws, draw_forms, rules_form


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
            held = written_questions(rows_of(lesson))
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
            written_questions(rows_of(now)), self.editor, by=by, at=now.changed_at
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
            "copy_address": reverse("admin:courses_lesson_copy_questions", args=[lesson.pk]),
            "back_address": pages.address(lesson),
            "import_address": reverse("admin:courses_lesson_import_questions", args=[lesson.pk]),
            "try_address": reverse("admin:courses_lesson_try", args=[lesson.pk]),
        }  # fmt: skip


def rows_of(lesson: Lesson) -> Any:
    return lesson.questions.select_related("skill").prefetch_related("choices")
