"""Owns the admin of lessons: the editor, the questions of a quiz, the preview's address."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from campus.accounts.admin.owned import Owned, OwnOnly
from campus.adminsite import pages
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin, page_action
from courses import arranging, authoring
from courses.models import Lesson

from .archiving import Archiving
from .forms import LessonText, NewLesson
from .previewing import preview

# What each kind of lesson is made of, besides its title and text.
FACTS: dict[str, tuple[str, ...]] = {
    Lesson.Kind.VIDEO: ("address", "file"),
    Lesson.Kind.FILE: ("file",),
    Lesson.Kind.LINK: ("address",),
    Lesson.Kind.QUIZ: ("mastery",),
}


@admin.register(Lesson)
class LessonAdmin(Made, Archiving, Owned, ModelAdmin[Lesson]):
    owner = "module__course__organisation"
    list_display = ("title", "kind", "course", "changed_at")
    list_filter = ("kind", ("module__course", OwnOnly))
    list_select_related = ("module__course__organisation",)
    search_fields = ("title", "source")
    ordering = ("-changed_at",)
    compressed_fields = False
    add_fieldsets = ((None, {"fields": ("title", "module", "kind")}),)
    actions_detail = ("outline", "archive", "restore", "remove")
    change_form_outer_after_template = "admin/courses/lesson/questions.html"

    @admin.display(description=gettext_lazy("Course"), ordering="module__course__title")
    def course(self, lesson: Lesson) -> str:
        return lesson.module.course.title

    def get_fieldsets(self, request: HttpRequest, obj: Lesson | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return (
            (None, {"fields": ("title", *FACTS.get(obj.kind, ()), "source")}),
            (_("How it counts"), {"fields": (("minutes", "move_on"), "module", "slug")}),
        )

    def get_form(
        self, request: HttpRequest, obj: Lesson | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = LessonText if obj else NewLesson
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The form names the editor; the skin's own widget must not replace it."""
        if db_field.name == "source":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Lesson:
        return authoring.add_lesson(**given)

    def save_model(self, request: HttpRequest, obj: Lesson, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.has_changed():
            authoring.mark_changed(obj.module.course)

    @page_action(description=gettext_lazy("Course outline"), icon="list")
    def outline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return pages.to(pages.the_object(self, request, object_id).module.course)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view
        return [
            path(
                "<uuid:object_id>/preview/",
                view(require_POST(self.preview)),
                name="courses_lesson_preview",
            ),
            path(
                "<uuid:object_id>/move/",
                view(require_POST(self.move)),
                name="courses_lesson_move",
            ),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        return preview(request, pages.the_object(self, request, str(object_id)))

    def move(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """A question of this quiz, one step up or down: `up <id>`."""
        lesson = pages.the_object(self, request, str(object_id))
        way, _blank, item = request.POST.get("move", "").partition(" ")
        question = pages.part(lesson.questions, item)
        arranging.move_question(question=question, way="up" if way == "up" else "down")
        return pages.to(lesson, f"#question-{item}")
