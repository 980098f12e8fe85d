"""Owns how the admin makes objects: through a function of the domain, never by a raw save."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campus.errors import CampusError

from . import pages

if TYPE_CHECKING:
    from .skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class Made(Base):
    """`make` answers the new object from the form's data; its page opens next."""

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Model:
        raise NotImplementedError

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        if change:
            return super().save_form(request, form, change)
        form.save_m2m = lambda: None  # what Django asks of a form that saved nothing itself
        return self.make(request, form.cleaned_data)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return redirect(pages.address(obj))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What the domain refuses after the form's own checks is said, and nothing is kept."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except CampusError as error:
            messages.error(request, error.detail)
            return redirect(request.get_full_path())
