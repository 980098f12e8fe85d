"""Owns how staff narrow the list of certificates: by how they stand, by what was withdrawn."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workers.certificates.statuses.standing import ERASED, EXPIRED, REVOKED, SUPERSEDED, VALID

from ..models import Credential

STANDINGS: Final = {
    VALID: _("valid"),
    EXPIRED: _("expired"),
    SUPERSEDED: _("replaced"),
    REVOKED: _("revoked"),
    ERASED: _("erased"),
}
# Each record is one look-up in the index of voids, whatever the length of the log.
_WITHDRAWN = """
SELECT c.id FROM certificates_credential c
CROSS JOIN LATERAL jsonb_array_elements_text(c.evidence) AS e(record)
JOIN records_void v ON v.voided = e.record::uuid
"""


class StandingFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STANDINGS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Credential]) -> Any:
        live = Q(erased_at=None, revoked_at=None, superseded_at=None)
        is_over = Q(valid_until__lte=timezone.now())
        wanted: dict[str | None, Q] = {
            ERASED: Q(erased_at__isnull=False),
            REVOKED: Q(erased_at=None, revoked_at__isnull=False),
            SUPERSEDED: Q(erased_at=None, revoked_at=None, superseded_at__isnull=False),
            EXPIRED: live & is_over,
            # Those that never end have no date, which no comparison finds.
            VALID: live & (Q(valid_until=None) | ~is_over),
        }
        asked = self.value()
        return queryset.filter(wanted[asked]) if asked in wanted else queryset


class EvidenceFilter(admin.SimpleListFilter):
    title = _("evidence")
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("withdrawn", _("withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Credential]) -> Any:
        if self.value() != "withdrawn":
            return queryset
        return queryset.filter(id__in=RawSQL(_WITHDRAWN, []))  # noqa: S611  # our text
