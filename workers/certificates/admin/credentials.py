"""Owns what campus staff see of certificates: what was issued, to read and not to change."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin

from ..models import Credential
from ..withdrawn import withdrawn_from


@admin.register(Credential)
class CredentialAdmin(ForCampusStaff, ModelAdmin[Credential]):
    deeds = READING
    list_display = ("title", "recipient_name", "subject_kind", "issued_at", "revoked_at")
    list_filter = ("subject_kind", ("revoked_at", admin.EmptyFieldListFilter))
    search_fields = ("recipient_name", "title")
    ordering = ("-issued_at",)
    fields = (
        "title",
        "recipient_name",
        "subject_kind",
        "period",
        "issued_at",
        "version",
        "revoked_at",
        "revocation_reason",
        "evidence_withdrawn",
        "supersedes",
        "public_page",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credential]:
        heavy = ("document", "face", "rule", "evidence")
        return super().get_queryset(request).defer(*heavy)

    @admin.display(description=_("Evidence withdrawn"))
    def evidence_withdrawn(self, credential: Credential) -> str:
        """It stays until somebody revokes it: what that person looks at first."""
        withdrawn = withdrawn_from([credential.id]).get(credential.id)
        if withdrawn is None:
            return "–"
        day = date_format(localtime(withdrawn.since), "DATE_FORMAT")
        told = ngettext(
            "{records} record it was issued on counts no more, since {day}",
            "{records} records it was issued on count no more, the first since {day}",
            withdrawn.records,
        )
        return told.format(records=withdrawn.records, day=day)

    @admin.display(description=_("Public page"))
    def public_page(self, credential: Credential) -> Any:
        address = f"/verify/{credential.id}"
        return format_html('<a href="{}">{}</a>', address, address)
