"""No address of the administration breaks on a NUL, which PostgreSQL stores in no text."""

from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client

from tests.access.world import a_world
from tests.no_raw_forms import forms_in
from tests.test_no_form_asks_json import _fill, _pages
from tests.world import a_published_course

pytestmark = pytest.mark.django_db

QUERY = (
    "q", "tag", "kind", "level", "p", "o", "e", "page", "next", "before", "after", "title",
    "organisation__id__exact", "_changelist_filters", "language",
)  # fmt: skip
SENT = (
    "text", "path", "title", "html", "alt", "lesson", "do", "note", "name", "source", "seen",
    "question", "comment", "number", "because", "email", "action",
)  # fmt: skip
NUL = "a\0b"


def test_every_address_of_the_admin_answers_a_nul() -> None:
    world = a_world()
    _fill(world)
    client = Client(raise_request_exception=False)
    client.force_login(world.people["superuser"])
    broken, answers = [], []
    for model, found in admin.site._registry.items():
        for address in dict(_pages(model, found)).values():
            shown = client.get(address)
            for response in (
                client.get(address, dict.fromkeys(QUERY, NUL)),
                client.post(address, dict.fromkeys(SENT, NUL)),
                client.post(address, dict.fromkeys(SENT, NUL) | _fields(shown)),
            ):
                answers.append(response.status_code)
                if response.status_code >= 500:
                    broken.append((response.wsgi_request.method, address, response.status_code))
    assert broken == []
    assert answers.count(200) > 60


def _fields(shown: HttpResponse) -> dict[str, Any]:
    """The texts that the page's forms ask for, each with a NUL; all else stays as it is shown."""
    if shown.status_code != 200 or shown.context is None:
        return {}
    data: dict[str, Any] = {}
    for form in forms_in(shown.context):
        for field in form:
            is_text = isinstance(field.field.widget, forms.TextInput | forms.Textarea)
            data[field.html_name] = NUL if is_text else field.value()
    return {name: value for name, value in data.items() if value is not None}


def test_a_filter_with_a_nul_is_left_out_of_a_list() -> None:
    course = a_published_course()
    client = Client()
    client.force_login(a_world().people["superuser"])
    shown = client.get("/admin/courses/course/?title=a%00b&q=" + course.title)
    assert course.title in shown.content.decode()
