"""Owns the list of all deeds, which campus staff read and nobody changes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin

from .deeds import said
from .filters import DeedFilter, KindFilter, kind_name
from .models import Deed


@admin.register(Deed)
class DeedAdmin(ForCampusStaff, ModelAdmin[Deed]):
    deeds = READING
    list_display = ("at", "who", "what", "title", "kind_of_object")
    list_display_links = ("what",)
    list_filter = (KindFilter, DeedFilter)
    search_fields = ("name", "title", "object", "within")
    date_hierarchy = "at"
    fields = ("at", "who", "what", "title", "kind_of_object", "object", "details")
    readonly_fields = fields

    @admin.display(description=_("who"), ordering="name")
    def who(self, deed: Deed) -> str:
        return deed.name or str(_("the campus"))

    @admin.display(description=_("what"), ordering="deed")
    def what(self, deed: Deed) -> str:
        return said(deed.deed, deed.detail)

    @admin.display(description=_("details"))
    def details(self, deed: Deed) -> str:
        """In words and numbers: the skin draws JSON with styles that the policy refuses."""
        return " · ".join(f"{name}: {value}" for name, value in deed.detail.items())

    @admin.display(description=_("kind of object"), ordering="kind")
    def kind_of_object(self, deed: Deed) -> str:
        return kind_name(deed.kind)
