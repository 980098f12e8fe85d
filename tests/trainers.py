"""Owns how tests use the admin: as a named trainer, filling in the forms that it shows."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campus.accounts.models import Organisation, Role, User
from campus.accounts.roles import campus_organisation
from tests.world import a_person


def a_trainer(
    organisation: Organisation | None = None,
    *,
    kind: str = Role.Kind.TRAINER,
    name: str = "Inès Moreau",
    **fields: Any,
) -> User:
    person = a_person(name, is_staff=True, **fields)
    of = organisation or campus_organisation()
    Role.objects.create(person=person, organisation=of, kind=kind)
    return person


def a_staff_member() -> User:
    return a_trainer(kind=Role.Kind.STAFF, name="Paul Girard")


class Admin:
    """The admin as one person sees it, in English so that texts can be compared."""

    def __init__(self, person: User | None = None, *, language: str = "en") -> None:
        self.client = Client(headers={"Accept-Language": language})
        if person is not None:
            self.client.force_login(person)

    def get(self, page: str, *ids: Any, **query: Any) -> HttpResponse:
        return self.client.get(_address(page, ids), query)

    def post(self, page: str, *ids: Any, data: dict[str, Any], **query: Any) -> HttpResponse:
        return self.client.post(_address(page, ids, query), data)

    def save(self, page: str, *ids: Any, change: dict[str, Any]) -> HttpResponse:
        """Open a form, change some of its fields, send all of it back."""
        return self.post(page, *ids, data=filled(self.get(page, *ids)) | change)

    def said(self, response: HttpResponse) -> str:
        """What the page after this answer says at its top."""
        shown = self.client.get(response.headers["Location"])
        assert shown.status_code == 200, response.headers["Location"]
        return " ".join(str(message) for message in shown.context["messages"])


def _address(page: str, ids: tuple[Any, ...], query: dict[str, Any] | None = None) -> str:
    """As the admin itself writes it: some ids hold signs that it quotes."""
    return reverse(f"admin:{page}", args=[quote(one) for one in ids], query=query)


def filled(response: HttpResponse) -> dict[str, Any]:
    """The data of the form as a browser would send it unchanged."""
    assert response.status_code == 200, response.status_code
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: text for form in forms for name, text in _sent(form).items()}


def _sent(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if hasattr(widget, "decompress"):
            texts = widget.decompress(value)
            names = [f"{bound.html_name}{suffix}" for suffix in widget.widgets_names]
            data |= {name: text or "" for name, text in zip(names, texts, strict=True)}
        elif value is True:
            data[bound.html_name] = "on"
        elif value is not None and value is not False:
            data[bound.html_name] = value
    return data


def errors_of(response: HttpResponse) -> str:
    """All that a form refused, as one text."""
    assert response.status_code == 200, response.status_code
    found = [response.context["errors"]] if "errors" in response.context else []
    return " ".join(str(one) for group in found for one in group)
