"""Owns the admin of quiz questions: a question and its answers on one page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, TextField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import Owned, OwnedInline
from campus.adminsite import pages
from campus.adminsite.forms import InlineFormSet
from campus.adminsite.guarding import ALL
from campus.adminsite.skin import AreaWidget, ModelAdmin, TabularInline, page_action
from campus.errors import CampusError
from courses.drafting import authoring
from courses.models import Choice, Lesson, Question


class Choices(InlineFormSet[Choice, Question]):
    """At least two answers, and a key that fits the kind of question."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]
        try:
            authoring.refuse_bad_key(self.instance.kind, [bool(c["is_correct"]) for c in kept])
        except CampusError as error:
            raise forms.ValidationError(error.detail) from error


class ChoiceInline(OwnedInline, TabularInline[Choice, Question]):
    model = Choice
    formset = Choices
    deeds = ALL
    fields = ("position", "text", "is_correct", "feedback")
    min_num = 2
    formfield_overrides = {TextField: {"widget": AreaWidget(attrs={"rows": 2})}}

    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> Any:
        """Four rows for a new question; positions as written, then in order of appearance."""
        return super().get_formset(request, obj, extra=0 if obj else 2, **kwargs)


@admin.register(Question)
class QuestionAdmin(Owned, ModelAdmin[Question]):
    owner = "lesson__module__course__organisation"
    deeds = ALL
    fields = ("kind", "prompt", "explanation")
    inlines = (ChoiceInline,)
    formfield_overrides = {TextField: {"widget": AreaWidget(attrs={"rows": 3})}}
    actions_detail = ("quiz",)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:courses_lesson_changelist")

    def get_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        return self.fields if obj else ("lesson", *self.fields)

    def choices(self, field: Any, request: HttpRequest) -> Any:
        return super().choices(field, request).filter(kind=Lesson.Kind.QUIZ)

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        if not change:
            obj.position = (obj.lesson.questions.aggregate(m=Max("position"))["m"] or 0) + 1
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        authoring.mark_changed(form.instance.lesson.module.course)

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        """Releases hold their own questions and key, so a draft's may go."""
        authoring.mark_changed(obj.lesson.module.course)
        super().delete_model(request, obj)

    def response_post_save_add(self, request: HttpRequest, obj: Question) -> HttpResponseRedirect:
        return pages.to(obj.lesson, f"#question-{obj.pk}")

    def response_post_save_change(
        self, request: HttpRequest, obj: Question
    ) -> HttpResponseRedirect:
        return pages.to(obj.lesson, f"#question-{obj.pk}")

    @page_action(description=_("Back to the quiz"), icon="arrow_back")
    def quiz(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return pages.to(pages.the_object(self, request, object_id).lesson)
