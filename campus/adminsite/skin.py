"""Owns the classes of the admin's skin; no other module of ours knows its name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django import forms
from django.db.models import Model
from django.http import Http404
from django.utils.text import capfirst

from .guarding import Guarded

__all__ = [
    "AreaWidget",
    "ChecksWidget",
    "FileWidget",
    "ManyWidget",
    "ModelAdmin",
    "SelectWidget",
    "StackedInline",
    "TabularInline",
    "TextWidget",
    "dress",
    "page_action",
]

M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Model)
View = TypeVar("View", bound=Callable[..., Any])

if TYPE_CHECKING:
    from django.contrib import admin
    from django.forms import CheckboxSelectMultiple as ChecksWidget
    from django.forms import ClearableFileInput as FileWidget
    from django.forms import Select as SelectWidget
    from django.forms import SelectMultiple as ManyWidget
    from django.forms import Textarea as AreaWidget
    from django.forms import TextInput as TextWidget

    class ModelAdmin(Guarded, admin.ModelAdmin[M]):
        actions_detail: tuple[str, ...] = ()
        add_fieldsets: Any = ()
        change_form_outer_before_template: str | None = None
        change_form_outer_after_template: str | None = None

    class TabularInline(Guarded, admin.TabularInline[M, P]):
        pass

    class StackedInline(Guarded, admin.StackedInline[M, P]):
        pass

else:
    from unfold import admin
    from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget as ChecksWidget
    from unfold.widgets import UnfoldAdminFileFieldWidget as FileWidget
    from unfold.widgets import UnfoldAdminSelectMultipleWidget as ManyWidget
    from unfold.widgets import UnfoldAdminSelectWidget as SelectWidget
    from unfold.widgets import UnfoldAdminTextareaWidget as AreaWidget
    from unfold.widgets import UnfoldAdminTextInputWidget as TextWidget

    class ModelAdmin(Guarded, admin.ModelAdmin):
        """Whatever acts on many rows at once has a page of its own, never a silent action."""

        actions = None
        list_filter_sheet = False
        list_per_page = 50
        warn_unsaved_form = True
        compressed_fields = True

        def changelist_view(self, request, extra_context=None):
            """A list is titled by what it lists, not by what Django asks one to do with it."""
            title = {"title": capfirst(self.opts.verbose_name_plural)}
            return super().changelist_view(request, title | (extra_context or {}))

        def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
            """Hidden and missing are both 404; Django would send to the start with a message."""
            raise Http404

    class TabularInline(Guarded, admin.TabularInline):
        """In a table the headings name the fields for the eye; each field says its own as well."""

        extra = 0

        def get_formset(self, request, obj=None, **kwargs):
            formset = super().get_formset(request, obj, **kwargs)
            for field in formset.form.base_fields.values():
                field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
            return formset

    class StackedInline(Guarded, admin.StackedInline):
        extra = 0


def page_action(
    *, description: Any, icon: str = "", path: str = "", primary: bool = False
) -> Callable[[View], View]:
    """Marks a method of a `ModelAdmin` as a page of one object, linked at the top of its form."""
    from unfold.decorators import action
    from unfold.enums import ActionVariant

    variant = ActionVariant.PRIMARY if primary else ActionVariant.DEFAULT
    mark = action(description=description, url_path=path or None, icon=icon, variant=variant)
    return cast("Callable[[View], View]", mark)


def dress(form: forms.BaseForm) -> None:
    """Give the fields of a form that is no model's the skin's looks."""
    for field in form.fields.values():
        if type(field.widget) is forms.Select:
            choices = field.widget.choices
            field.widget = SelectWidget(attrs=field.widget.attrs)
            field.widget.choices = choices
        else:
            field.widget.attrs.setdefault("class", _classes(field.widget))


def _classes(widget: forms.Widget) -> str:
    from unfold import widgets

    looks: list[str] = widgets.INPUT_CLASSES
    if isinstance(widget, forms.CheckboxInput):
        looks = widgets.CHECKBOX_CLASSES
    elif isinstance(widget, forms.Textarea):
        looks = widgets.TEXTAREA_CLASSES
    return " ".join(looks)
