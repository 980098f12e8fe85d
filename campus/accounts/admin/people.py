"""Owns the admin of people: who they are, whom they work for, what they may do.

Superusers are made on the command line only; a person's consents are hers, shown and not edited.
"""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import Affiliation, Consent, Role, User
from campus.adminsite.guarding import ALL, READING, Deed, ForCampusStaff
from campus.adminsite.skin import ModelAdmin, TabularInline


class RoleInline(ForCampusStaff, TabularInline[Role, User]):
    model = Role
    deeds = ALL
    autocomplete_fields = ("organisation",)


class AffiliationInline(ForCampusStaff, TabularInline[Affiliation, User]):
    model = Affiliation
    autocomplete_fields = ("organisation",)


class ConsentInline(ForCampusStaff, TabularInline[Consent, User]):
    model = Consent
    deeds = READING
    fields = readonly_fields = ("kind", "given_at", "withdrawn_at")


@admin.register(User)
class UserAdmin(ForCampusStaff, ModelAdmin[User]):
    list_display = ("name", "email", "language", "is_staff", "is_active")
    list_filter = ("is_staff", "is_active", "roles__kind")
    search_fields = ("name", "email")
    fieldsets = (
        (None, {"fields": ("name", "email", "language")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "date_joined", "last_login")}),
    )
    readonly_fields = ("date_joined", "last_login")
    inlines = (RoleInline, AffiliationInline, ConsentInline)

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        """Staff may not touch a superuser: who can change her address can become her."""
        protected = deed == "change" and obj is not None and obj.is_superuser
        is_allowed = super().may(request, deed, obj)
        return is_allowed and (not protected or cast("User", request.user).is_superuser)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Somebody invited here chooses her password by the site's “forgotten password”."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
