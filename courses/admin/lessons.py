"""Owns the admin of lessons: their list, their facts by kind, saving without overwriting."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import Owned, OwnOnly
from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin, page_action
from courses.drafting import authoring, editing
from courses.kinds import KINDS
from courses.models import Lesson

from .archiving import Archiving
from .filters import KindFilter
from .forms import LessonText, NewLesson, caption_fields
from .quizzes import Quizzing
from .writing import Writing

MODEL_FIELDS = frozenset(field.name for field in Lesson._meta.concrete_fields)


@admin.register(Lesson)
class LessonAdmin(Made, Quizzing, Writing, Archiving, Owned, ModelAdmin[Lesson]):
    owner = "module__course__organisation"
    list_display = ("title", "kind_label", "course", "changed_at")
    list_filter = (KindFilter, ("module__course", OwnOnly))
    list_select_related = ("module__course__organisation",)
    search_fields = ("title", "source")
    ordering = ("-changed_at",)
    compressed_fields = False
    warn_unsaved_form = False  # the editor asks by itself, and knows when it has saved
    add_fieldsets = ((None, {"fields": ("title", "module", "kind")}),)
    actions_detail = ("outline", "write_quiz", "archive", "restore", "remove")
    change_form_outer_before_template = "admin/courses/conflict.html"
    change_form_before_template = "admin/courses/unseen.html"
    change_form_outer_after_template = "admin/courses/lesson/questions.html"

    @admin.display(description=gettext_lazy("Course"), ordering="module__course__title")
    def course(self, lesson: Lesson) -> str:
        return lesson.module.course.title

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_label(self, lesson: Lesson) -> str:
        return str(KINDS[lesson.kind].label)

    def get_fieldsets(self, request: HttpRequest, obj: Lesson | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return (
            (None, {"fields": ("title", *KINDS[obj.kind].fields, "source", *self.more(obj))}),
            (_("How it counts"), {"fields": (("minutes", "move_on"), "module", "slug")}),
        )

    def get_form(
        self, request: HttpRequest, obj: Lesson | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = LessonText if obj else NewLesson
        if obj:  # the form itself adds one field for each language of captions
            shown = flatten_fieldsets(self.get_fieldsets(request, obj))
            kwargs["fields"] = [name for name in shown if name in MODEL_FIELDS]
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The form names the editor; the skin's own widget must not replace it."""
        if db_field.name == "source":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Lesson:
        return authoring.add_lesson(by=cast("User", request.user), **given)

    def more(self, lesson: Lesson) -> tuple[str | tuple[str, ...], ...]:
        """What is heard has its text and its captions beside."""
        if not KINDS[lesson.kind].is_heard:
            return ()
        return ("transcript", tuple(caption_fields(lesson)))

    def save_model(self, request: HttpRequest, obj: Lesson, form: Any, change: bool) -> None:
        if not change:
            return
        names = [one for one in form.changed_data if one in MODEL_FIELDS]
        saved = editing.save_lesson(
            lesson=obj,
            by=cast("User", request.user),
            version=form.cleaned_data["version"],
            captions=form.captions,
            **{name: form.cleaned_data[name] for name in names},
        )
        obj.version = saved.version

    def response_change(self, request: HttpRequest, obj: Lesson) -> HttpResponse:
        """Saved by a key, the script needs the new version only; else her course is shown next."""
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"version": obj.version, "said": _("Saved.")})
        if "_save" in request.POST:
            self.message_user(
                request, _("Saved: {title}.").format(title=obj.title), messages.SUCCESS
            )
            return redirect(f"{pages.address(obj.module.course)}#lesson-{obj.pk}")
        return super().response_change(request, obj)

    @page_action(description=gettext_lazy("Course outline"), icon="list")
    def outline(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return pages.to(pages.the_object(self, request, object_id).module.course)
