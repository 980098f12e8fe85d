"""Owns the admin of activities of other systems that are as good as a course."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest

from campus.accounts.admin.owned import Owned
from campus.accounts.models import Role
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin
from courses.accrediting.statements import vouch
from courses.models import EquivalentActivity


@admin.register(EquivalentActivity)
class EquivalentActivityAdmin(Made, Owned, ModelAdmin[EquivalentActivity]):
    """Which activities of other systems are as good as a course; taken out, they count no more."""

    kinds = (Role.Kind.TRAINER,)
    owner = "course__organisation"
    deeds = frozenset({"view", "add", "delete"})
    list_display = ("iri", "course", "by", "made_at")
    list_select_related = ("course__organisation", "by")
    search_fields = ("iri", "course__title")
    fields = ("iri", "course")
    autocomplete_fields = ("course",)

    def make(self, request: HttpRequest, given: dict[str, Any]) -> EquivalentActivity:
        return vouch(iri=given["iri"], course=given["course"], by=cast("Any", request.user))
