"""Owns pages of the admin that are no form of a model: one question, one button, a way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from campus.errors import CampusError

from .skin import ModelAdmin, dress


def the_object(admin: ModelAdmin[Any], request: HttpRequest, object_id: str) -> Any:
    """The object if this person may change it; hidden and missing are both 404.

    `object_id` as it stands in the address of its pages, where the admin quotes some signs.
    """
    found = admin.get_object(request, unquote(object_id))
    if found is None or not admin.has_view_permission(request, found):
        raise Http404
    return found


def address(obj: Model, page: str = "change") -> str:
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{page}"
    return reverse(name, args=[quote(obj.pk)])


def show(
    admin: ModelAdmin[Any],
    request: HttpRequest,
    obj: Model,
    *,
    title: str,
    template: str = "adminsite/page.html",
    **context: Any,
) -> HttpResponse:
    """A page about one object, with the way there above it; `context` is what it shows."""
    request.current_app = admin.admin_site.name
    shown = {
        **admin.admin_site.each_context(request),
        "opts": obj._meta,
        # What is not kept yet has no page of its own to lead to.
        "original": None if obj._state.adding else obj,
        "title": title,
        "back": address(obj),
        **context,
    }
    return TemplateResponse(request, template, shown)


def ask(
    admin: ModelAdmin[Any],
    request: HttpRequest,
    obj: Model,
    *,
    form: forms.Form,
    act: Callable[[], str],
    title: str,
    button: str,
    **context: Any,
) -> HttpResponse:
    """Show a form; once it is sent and valid, `act`, which answers where to go.

    What `act` refuses is said above the form, and what was typed stays.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except CampusError as error:
            form.add_error(None, error.detail)
    shown = dressed(form)
    return show(admin, request, obj, title=title, form=shown, button=button, **context)


def dressed(form: forms.Form) -> forms.Form:
    dress(form)
    return form


def refuse(request: HttpRequest, obj: Model, error: CampusError) -> HttpResponse:
    """Back to the object, with the reason."""
    messages.error(request, error.detail)
    return redirect(address(obj))


def part(parts: Any, part_id: str) -> Any:
    """One of an object's parts by an id that a form sent; anything else is 404."""
    try:
        return get_object_or_404(parts, pk=part_id)
    except ValidationError as error:
        raise Http404 from error


def to(obj: Model, fragment: str = "") -> HttpResponseRedirect:
    return redirect(address(obj) + fragment)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty answer to a question without fields is an answer too."""
    return request.POST if request.method == "POST" else None
