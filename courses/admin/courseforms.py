"""Owns the forms of courses and of titles of modules: nobody overwrites what she did not see."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from campus.adminsite.skin import SelectWidget
from campus.audit.noting import deeds_about
from campus.errors import Conflict
from courses.drafting import authoring, editing, titling
from courses.models import Course, Module

from .comparing import Meanwhile, meanwhile, with_value


class NewCourse(ModelForm[Course]):
    translates = forms.ModelChoiceField(
        Course.objects.none(),
        widget=SelectWidget,
        required=False,
        label=gettext_lazy("Translation of"),
        help_text=gettext_lazy("Completing any translation of a course completes it."),
    )

    class Meta:
        model = Course
        fields = ("title", "organisation", "language")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        original = given.get("translates")
        if original and original.work.courses.filter(language=given.get("language")).exists():
            self.add_error("language", _("This course exists in this language already."))
        return given


class CourseFacts(ModelForm[Course]):
    """`stamp` stands for the facts that were seen, so that nobody's are overwritten unseen."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    meanwhile: Meanwhile | None = None

    class Meta:
        model = Course
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["stamp"] = editing.facts_stamp(self.instance)

    def clean_slug(self) -> str:
        slug = cast("str", self.cleaned_data["slug"])
        if authoring.slug_belongs_elsewhere(slug, self.instance):
            raise forms.ValidationError(_("Another course has or had this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            editing.refuse_stale_facts(course=self.instance, stamp=given.get("stamp", ""))
        except Conflict as error:
            now = Course.objects.get(pk=self.instance.pk)
            by, at = _who_and_when(now, "course.saved", now)
            self.meanwhile = meanwhile(self, now, by=by, at=at)
            self.data = with_value(self.data, "stamp", editing.facts_stamp(now))
            self.add_error(None, error.detail)
        return given


class ModuleTitle(ModelForm[Module]):
    """`seen` is the title that was there when the form was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    meanwhile: Meanwhile | None = None

    class Meta:
        model = Module
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.title

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            titling.refuse_renamed(module=self.instance, seen=given.get("seen", ""))
        except Conflict as error:
            now = Module.objects.select_related("course").get(pk=self.instance.pk)
            by, at = _who_and_when(now, "module.renamed", now.course)
            self.meanwhile = meanwhile(self, now, by=by, at=at)
            self.data = with_value(self.data, "seen", now.title)
            self.add_error(None, error.detail)
        return given


def _who_and_when(item: Course | Module, deed: str, course: Course) -> tuple[str, datetime]:
    """Whose change stands in the way; an import, which changes many things, names nobody."""
    last = deeds_about(item.pk).filter(object=str(item.pk), deed=deed).first()
    return (last.name, last.at) if last else ("", course.changed_at)
