"""Owns the admin of those whose names stand under certificates."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import OF_ORGANISATION, Owned
from campus.accounts.models import Role
from campus.adminsite.forms import ModelForm
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin

from ..models import Signatory


class SignatoryForm(ModelForm[Signatory]):
    role = ByLanguage(label=_("Role"), required=False)

    class Meta:
        model = Signatory
        fields = ("name", "role", "organisation")


@admin.register(Signatory)
class SignatoryAdmin(Owned, ModelAdmin[Signatory]):
    """Changed here, it changes what is published next, and nothing that was issued."""

    kinds = (Role.Kind.TRAINER,)
    form = SignatoryForm
    list_display = ("name", "organisation")
    list_filter = (OF_ORGANISATION,)
    list_select_related = ("organisation",)
    search_fields = ("name",)
    fields = ("name", "role", "organisation")
