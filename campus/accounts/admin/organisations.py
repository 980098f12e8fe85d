"""Owns the admin of organisations, for campus staff."""

from django.contrib import admin

from campus.accounts.models import Organisation
from campus.adminsite.guarding import ForCampusStaff
from campus.adminsite.skin import ModelAdmin


@admin.register(Organisation)
class OrganisationAdmin(ForCampusStaff, ModelAdmin[Organisation]):
    list_display = ("name", "slug", "is_campus")
    search_fields = ("name", "slug")
    fields = ("name", "slug", "is_campus")
    readonly_fields = ("is_campus",)
    prepopulated_fields = {"slug": ("name",)}
