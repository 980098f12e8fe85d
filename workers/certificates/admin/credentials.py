"""Owns what campus staff see of certificates: what was issued, how it stands, and its end."""

from typing import Any, Final, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin, page_action
from campus.errors import CampusError
from workers.certificates.ends.revoking import revoke
from workers.certificates.ends.withdrawn import withdrawn_from
from workers.certificates.holding.mine import followers_of, pdf_of
from workers.certificates.signed.documents import MEDIA_TYPE
from workers.certificates.statuses.standing import status_of

from ..models import Credential
from .credentialfilters import STANDINGS, EvidenceFilter, StandingFilter
from .reasons import Reason

# Shown where the field of the second name says that it happened.
ENDS: Final = {
    "revoked_at": "revoked_at",
    "revoked_by": "revoked_at",
    "revocation_reason": "revoked_at",
    "superseded_at": "superseded_at",
    "replaced_by": "superseded_at",
    "supersedes": "supersedes_id",
    "valid_until": "valid_until",
}


@admin.register(Credential)
class CredentialAdmin(ForCampusStaff, ModelAdmin[Credential]):
    deeds = READING
    list_display = ("title", "recipient_name", "subject_kind", "issued_at", "standing")
    list_filter = (StandingFilter, EvidenceFilter, "subject_kind")
    search_fields = ("recipient_name", "title", "id")
    ordering = ("-issued_at",)
    date_hierarchy = "issued_at"
    actions_detail = ("revoke", "download_pdf", "download_json")
    fields = (
        "title", "recipient_name", "subject_kind", "standing",
        "revoked_at", "revoked_by", "revocation_reason", "superseded_at", "replaced_by",
        "supersedes", "evidence_withdrawn",
        "issued_at", "valid_until", "period", "version", "public_page",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credential]:
        heavy = ("document", "face", "rule", "evidence")
        return super().get_queryset(request).defer(*heavy)

    def get_fields(self, request: HttpRequest, obj: Credential | None = None) -> Any:
        """What happened to it, and nothing of what did not."""
        return [name for name in self.fields if name not in ENDS or _happened(obj, ENDS[name])]

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only the buttons that would do something."""
        one = self.get_object(request, unquote(str(object_id)))
        hidden = set()
        if one and one.erased_at:
            hidden = {"revoke", "pdf", "json"}
        elif one and (one.revoked_at or one.superseded_at):
            hidden = {"revoke"}
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [one for one in listed if one.action_name.rsplit("_", 1)[1] not in hidden]

    @page_action(description=_("Revoke…"), icon="block", path="revoke")
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        one: Credential = pages.the_object(self, request, object_id)
        form = Reason(pages.sent(request))

        def act() -> str:
            by = cast("User", request.user)
            revoke(credential=one, by=by, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("Revoked: whoever checks it is told so."))
            return pages.address(one)

        return pages.ask(
            self, request, one, form=form, act=act,
            title=gettext("Revoke: {item}").format(item=one), button=gettext("Revoke for ever"),
            introduction=[
                gettext("It cannot be taken back. Its holder gets the reason by mail."),
                gettext(
                    "The reason is public, for ever: whoever has the address or the file of this "
                    "certificate reads it. Name nobody, and write nothing that is not for all."
                ),
                gettext("Only this certificate ends: those of the team or its members stay."),
            ],
        )  # fmt: skip

    @page_action(description=_("PDF"), icon="picture_as_pdf", path="pdf")
    def download_pdf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        one: Credential = pages.the_object(self, request, object_id)
        try:
            return _file(pdf_of(one), f"certificate-{one.id}.pdf", "application/pdf")
        except CampusError as error:
            return pages.refuse(request, one, error)

    @page_action(description=_("Open Badges 3.0"), icon="data_object", path="json")
    def download_json(self, request: HttpRequest, object_id: str) -> HttpResponse:
        one: Credential = pages.the_object(self, request, object_id)
        return _file(one.document.encode(), f"certificate-{one.id}.json", MEDIA_TYPE)

    @admin.display(description=_("Status"))
    def standing(self, credential: Credential) -> Any:
        return STANDINGS[status_of(credential, timezone.now())]

    @admin.display(description=_("Replaced by"))
    def replaced_by(self, credential: Credential) -> Any:
        following = followers_of([credential.id]).get(credential.id)
        if following is None:
            return "–"
        address = reverse("admin:certificates_credential_change", args=[quote(following)])
        return format_html('<a href="{}">{}</a>', address, following)

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


def _happened(credential: Credential | None, field: str) -> bool:
    return bool(getattr(credential, field, None))


def _file(body: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
