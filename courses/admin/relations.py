"""Owns the admin of works, which only choosers see, and of what a course says of other works."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campus.accounts.admin.owned import OwnedInline, WithOwnChoices
from campus.adminsite.guarding import ALL, READING, Deed
from campus.adminsite.skin import ModelAdmin, TabularInline
from courses.models import Course, Relation, Work


@admin.register(Work)
class WorkAdmin(WithOwnChoices, ModelAdmin[Work]):
    """Found by the titles of its courses, and only of those that everybody may see."""

    deeds = READING
    search_fields = ("key", "courses__title")

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return bool(self.organisations(request))

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Work]:
        rows = Work.objects.filter(courses__current_release__isnull=False).distinct()
        return rows.prefetch_related("courses")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:courses_course_changelist")


class RelationInline(OwnedInline, TabularInline[Relation, Course]):
    model = Relation
    deeds = ALL
    fields = ("kind", "work")
    autocomplete_fields = ("work",)
