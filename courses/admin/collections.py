"""Owns the admin of collections: an organisation's shelves of anybody's published courses."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import OF_ORGANISATION, Owned, OwnedInline
from campus.adminsite.forms import ModelForm
from campus.adminsite.guarding import ALL
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin, TabularInline
from courses.models import Collection, CollectionItem


class Public(ModelForm[Any]):
    """Something that is shown to everybody from the day its box is ticked."""

    is_public = forms.BooleanField(
        label=_("Public"), required=False, help_text=_("Everybody sees it in the catalogue.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.published_at:
            self.initial["is_public"] = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        was = self.instance.published_at
        self.instance.published_at = (was or timezone.now()) if given.get("is_public") else None
        return given


class CollectionForm(Public):
    title = ByLanguage(label=_("Title"))
    summary = ByLanguage(label=_("Summary"), area=True, required=False)

    class Meta:
        model = Collection
        fields = ("title", "summary", "slug", "organisation")


class ItemInline(OwnedInline, TabularInline[CollectionItem, Collection]):
    model = CollectionItem
    deeds = ALL
    fields = ("position", "work")
    autocomplete_fields = ("work",)
    extra = 3


@admin.register(Collection)
class CollectionAdmin(Owned, ModelAdmin[Collection]):
    form = CollectionForm
    deeds = ALL
    list_display = ("__str__", "is_public", "organisation", "changed_at")
    list_filter = (OF_ORGANISATION,)
    search_fields = ("slug", "title")
    fields = ("title", "summary", "slug", "organisation", "is_public")
    inlines = (ItemInline,)

    @admin.display(description=_("Public"), boolean=True)
    def is_public(self, collection: Collection) -> bool:
        return collection.published_at is not None

    def get_inlines(self, request: HttpRequest, obj: Collection | None) -> Any:
        return self.inlines if obj else ()
