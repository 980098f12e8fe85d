"""Owns the forms of a track's next revision: its steps as rows, never as JSON."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib.admin import site
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import FormSet
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import dress
from courses.models import Course
from tracks.models import RevisionStep, StepKind, StepScope, TrackRevision
from tracks.tailoring import StepPlan


def refuse_bad_step(form: forms.BaseForm, given: dict[str, Any]) -> None:
    """A course step names a course; any other step has a title of its own."""
    is_course = given.get("kind") == StepKind.COURSE
    if is_course and not given.get("course"):
        form.add_error("course", _("Choose the course of this step."))
    if not is_course and given.get("course"):
        form.add_error("course", _("Only a step of the kind “course” names a course."))
    if not is_course and not given.get("title"):
        form.add_error("title", _("Write what this step is called."))


class StepRow(forms.Form):
    """One step of the next revision; `step` is its lasting id, set by us and not typed."""

    step = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=StepKind.choices)
    course = forms.ModelChoiceField(
        Course.objects.none(), required=False, label=gettext_lazy("Course")
    )
    title = ByLanguage(label=gettext_lazy("Title"), required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=10_000)
    scope = forms.ChoiceField(label=gettext_lazy("Done by"), choices=StepScope.choices)
    required = forms.BooleanField(label=gettext_lazy("Required"), required=False)
    due_on = forms.DateField(
        label=gettext_lazy("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = AutocompleteSelect(RevisionStep._meta.get_field("course"), site)
        self.fields["course"].widget = choice
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        choice.choices = self.fields["course"].choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("DELETE"):
            refuse_bad_step(self, given)
        return given


class Rows(FormSet[StepRow]):
    def add_fields(self, form: StepRow, index: int | None) -> None:
        super().add_fields(form, index)
        dress(form)

    def clean(self) -> None:
        """Without its own count of rows nothing was sent to look at, and that is said already."""
        if not self.management_form.is_valid():
            return
        if not any(self.errors) and not self.plans():
            raise forms.ValidationError(_("A track has at least one step."))

    def plans(self) -> Sequence[StepPlan]:
        kept = [form for form in self.ordered_forms if form.cleaned_data.get("kind")]
        return [_plan(form.cleaned_data) for form in kept]


StepRows = cast(
    "type[Rows]",
    forms.formset_factory(
        StepRow, formset=Rows, extra=2, can_delete=True, can_order=True, max_num=200
    ),
)


def rows_of(revision: TrackRevision) -> list[dict[str, Any]]:
    """The steps in force, as the rows of the form begin."""
    return [
        {
            "step": step.step_id,
            "kind": step.kind,
            "course": step.course_id,
            "title": step.title,
            "minutes": step.minutes,
            "scope": step.scope,
            "required": step.required,
            "due_on": step.due_on,
        }
        for step in revision.steps.all()
    ]


def _plan(row: dict[str, Any]) -> StepPlan:
    return StepPlan(
        step=row["step"],
        kind=row["kind"],
        course=row["course"],
        title=row["title"] or {},
        minutes=row["minutes"],
        scope=row["scope"],
        required=row["required"],
        due_on=row["due_on"],
    )
