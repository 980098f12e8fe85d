"""No form of the admin asks a person for JSON or for an id, and each one opens."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib.admin import site
from django.forms.widgets import HiddenInput

from tests.trainers import Admin, a_staff_member
from tests.world import a_draft, a_team_with_a_track, lessons_of

pytestmark = pytest.mark.django_db


def fields_of(context: Any) -> Iterator[tuple[str, forms.Field]]:
    if "adminform" in context:
        inlines = context["inline_admin_formsets"]
        shown = [context["adminform"].form]
        shown += [form for inline in inlines for form in inline.formset.forms]
        shown += [inline.formset.empty_form for inline in inlines]
    else:  # a page of its own, as where a client gets its key, has a plain form
        shown = [context["form"]]
    for form in shown:
        yield from form.fields.items()


def asks_for_a_machines_words(field: forms.Field) -> bool:
    is_typed = not isinstance(field.widget, HiddenInput) and not hasattr(field, "queryset")
    return is_typed and isinstance(field, forms.JSONField | forms.UUIDField)


def test_every_form_for_adding_opens_and_asks_only_what_a_person_knows() -> None:
    staff, opened = Admin(a_staff_member()), []
    for model in site._registry:
        page = f"{model._meta.app_label}_{model._meta.model_name}_add"
        response = staff.get(page)
        if response.status_code == 403:
            continue
        opened.append(page)
        found = [n for n, field in fields_of(response.context) if asks_for_a_machines_words(field)]
        assert found == [], page
    assert len(opened) >= 8


def test_every_form_for_changing_opens_and_asks_only_what_a_person_knows() -> None:
    course = a_draft(lessons=("article", "video", "quiz", "file", "link"))
    of, staff = a_team_with_a_track(), Admin(a_staff_member())
    template = of.track.template_revision
    assert template is not None
    pages = [("courses_course_change", course.id), ("tracks_projectteam_change", of.team.id)]
    pages += [("courses_lesson_change", lesson.id) for lesson in lessons_of(course)]
    pages += [("tracks_tracktemplate_change", template.template_id)]
    pages += [("accounts_user_change", of.lead.id)]
    for page, id_ in pages:
        fields = fields_of(staff.get(page, id_).context)
        assert [name for name, field in fields if asks_for_a_machines_words(field)] == [], page


def test_a_form_that_asked_for_json_would_be_found() -> None:
    assert asks_for_a_machines_words(forms.JSONField())
    assert asks_for_a_machines_words(forms.UUIDField())
    assert not asks_for_a_machines_words(forms.CharField())
