"""Owns the filters of the lists: courses by the state of their draft, lessons by kind."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses import kinds
from courses.drafting.outlining import ARCHIVED, CHANGED, DRAFT, PUBLISHED


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (DRAFT, _("Draft")),
            (PUBLISHED, _("Published")),
            (CHANGED, _("Changed since the release")),
            (ARCHIVED, _("Archived")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Archived courses show only where they are asked for."""
        wanted = self.value()
        if not wanted:
            return queryset.exclude(state=ARCHIVED)
        return queryset.filter(state=wanted)


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, label) for name, label in kinds.choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset
