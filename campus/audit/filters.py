"""Owns how the list of deeds is narrowed: by what was done, and to what kind of object."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .deeds import in_general
from .models import Deed

# Kinds that are named by a digest, not by a row.
_OTHERS = {"blob": _("file"), "step": _("step")}


def kind_name(kind: str) -> str:
    """A kind as the forms call it; what is no model of ours keeps its word."""
    named = (model._meta for model in apps.get_models() if model._meta.model_name == kind)
    found = next(named, None)
    return str(_OTHERS.get(kind) or (found.verbose_name if found else kind))


class _Noted(admin.SimpleListFilter):
    """The values that rows have, each in the words of whoever reads them."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = Deed.objects.order_by().values_list(self.parameter_name or "", flat=True)
        return sorted(self._worded(found.distinct()), key=lambda one: one[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deed]) -> QuerySet[Deed]:
        return queryset.filter(**{self.parameter_name or "": self.value()} if self.value() else {})

    def _worded(self, values: QuerySet[Deed, str]) -> Iterator[tuple[str, str]]:
        raise NotImplementedError


class KindFilter(_Noted):
    title = _("kind of object")
    parameter_name = "kind"

    def _worded(self, values: QuerySet[Deed, str]) -> Iterator[tuple[str, str]]:
        return ((kind, kind_name(kind)) for kind in values)


class DeedFilter(_Noted):
    title = _("what")
    parameter_name = "deed"

    def _worded(self, values: QuerySet[Deed, str]) -> Iterator[tuple[str, str]]:
        return ((deed, in_general(deed)) for deed in values)
