"""Owns the admin of those whose names stand under certificates."""

import base64
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import OF_ORGANISATION, Owned
from campus.accounts.models import Role
from campus.adminsite.forms import ModelForm
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import FileWidget, ModelAdmin
from campus.adminsite.templatetags.languages import in_language
from campus.errors import CampusError
from workers.certificates.pages import picturing

from ..models import Picture, Signatory


class SignatoryForm(ModelForm[Signatory]):
    role = ByLanguage(label=_("Role"), required=False)
    drawn = forms.FileField(
        label=_("Drawn signature"), required=False,
        help_text=_("A scan or a photograph, PNG, JPEG or WebP, up to 5 MB: the paper falls away."),
        widget=FileWidget(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip
    without_signature = forms.BooleanField(label=_("Without signature"), required=False)

    class Meta:
        model = Signatory
        fields = ("name", "role", "organisation")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if file := given.get("drawn"):
            try:
                body = file.read(picturing.MOST_BYTES + 1)
                self.instance.signature = picturing.keep_signature(body)
            except CampusError as error:
                self.add_error("drawn", error.detail)
        elif given.get("without_signature"):
            self.instance.signature = None
        return given


@admin.register(Signatory)
class SignatoryAdmin(Owned, ModelAdmin[Signatory]):
    """Changed here, it changes what is published next, and nothing that was issued."""

    kinds = (Role.Kind.TRAINER,)
    form = SignatoryForm
    list_display = ("name", "office", "organisation")
    list_filter = (OF_ORGANISATION,)
    list_select_related = ("organisation",)
    search_fields = ("name",)
    readonly_fields = ("shown",)

    class Media:
        css = {"all": ("certificates/template.css",)}

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The picture's fields are the form's own: Django would look for them in the model."""
        kwargs["fields"] = ("name", "role", "organisation")
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Signatory | None = None) -> Any:
        """Only a signature that is there can be seen and taken away."""
        drawn = ("shown", "without_signature") if obj and obj.signature_id else ()
        return ("name", "role", "organisation", "drawn", *drawn)

    @admin.display(description=_("Role"))
    def office(self, signatory: Signatory) -> str:
        return in_language(signatory.role)

    @admin.display(description=_("Signature now"))
    def shown(self, signatory: Signatory) -> str | SafeString:
        return _inline(signatory.signature) if signatory.signature else "–"


def _inline(picture: Picture) -> SafeString:
    """In the page itself: it is small, and has no address of its own."""
    data = base64.b64encode(bytes(picture.body)).decode()
    return format_html(
        '<img class="signature-now" src="data:image/png;base64,{}" alt="{}">',
        data,
        gettext("The signature as it is printed"),
    )
