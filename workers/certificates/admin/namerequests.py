"""Owns what campus staff decide about names: each request with both names, and an answer."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin, page_action
from workers.certificates.ends.correcting import accept, refuse

from ..models import NameRequest
from .reasons import Answer, Refusal


class OpenFilter(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("accepted", _("accepted")), ("refused", _("refused"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[NameRequest]) -> Any:
        wanted = {"open": None, "accepted": True, "refused": False}
        if self.value() not in wanted:
            return queryset
        return queryset.filter(is_accepted=wanted[str(self.value())])


@admin.register(NameRequest)
class NameRequestAdmin(ForCampusStaff, ModelAdmin[NameRequest]):
    deeds = READING
    list_display = ("name", "present_name", "certificate", "asked_at", "decision")
    list_filter = (OpenFilter,)
    list_select_related = ("credential",)
    search_fields = ("name", "credential__recipient_name", "credential__title")
    ordering = ("-asked_at",)
    actions_detail = ("accept", "refuse")
    fields = (
        "certificate", "present_name", "name", "reason", "asked_at",
        "decision", "decided_at", "decider", "answer",
    )  # fmt: skip
    readonly_fields = fields

    def get_fields(self, request: HttpRequest, obj: NameRequest | None = None) -> Any:
        """Who decided what, once somebody did."""
        later = () if obj and obj.decided_at else ("decided_at", "decider", "answer")
        return [name for name in self.fields if name not in later]

    def get_queryset(self, request: HttpRequest) -> QuerySet[NameRequest]:
        heavy = ("document", "face", "rule", "evidence")
        return super().get_queryset(request).defer(*(f"credential__{one}" for one in heavy))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """What was decided is decided."""
        one = self.get_object(request, str(object_id))
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [] if one and one.decided_at else listed

    @page_action(description=_("Accept…"), icon="check", path="accept", primary=True)
    def accept(self, request: HttpRequest, object_id: str) -> HttpResponse:
        said = [
            gettext("A new certificate with this name replaces the one before, which says so."),
            gettext("The name is hers on all that is issued from now on. She is told by mail."),
            gettext("Her other certificates keep the name that they show, until she asks."),
        ]
        words = (
            gettext("Accept: {item}"),
            gettext("Replace the certificate"),
            gettext("Accepted."),
        )
        return self._decide(request, object_id, accept, Answer(pages.sent(request)), words, said)

    @page_action(description=_("Refuse…"), icon="close", path="refuse")
    def refuse(self, request: HttpRequest, object_id: str) -> HttpResponse:
        said = [gettext("The certificate stays as it is. She gets the answer by mail.")]
        words = (gettext("Refuse: {item}"), gettext("Refuse"), gettext("Refused."))
        return self._decide(request, object_id, refuse, Refusal(pages.sent(request)), words, said)

    def _decide(
        self,
        request: HttpRequest,
        object_id: str,
        deed: Callable[..., Any],
        form: forms.Form,
        words: tuple[str, str, str],
        said: list[str],
    ) -> HttpResponse:
        asked: NameRequest = pages.the_object(self, request, object_id)
        title, button, done = words
        said = [*_asked(asked), *said]

        def act() -> str:
            by, answer = cast("User", request.user), form.cleaned_data["answer"]
            deed(request=asked, by=by, answer=answer)
            messages.success(request, done)
            return pages.address(asked)

        names = f"{asked.credential.recipient_name} → {asked.name}"
        return pages.ask(
            self, request, asked, form=form, act=act,
            title=title.format(item=names), button=button, introduction=said,
        )  # fmt: skip

    @admin.display(description=_("Decided by"))
    def decider(self, asked: NameRequest) -> str:
        return str(asked.decided_by or "–")

    @admin.display(description=_("Name it shows"), ordering="credential__recipient_name")
    def present_name(self, asked: NameRequest) -> str:
        return asked.credential.recipient_name

    @admin.display(description=_("Certificate"))
    def certificate(self, asked: NameRequest) -> Any:
        address = reverse("admin:certificates_credential_change", args=[quote(asked.credential_id)])
        return format_html('<a href="{}">{}</a>', address, asked.credential.title)

    @admin.display(description=_("Decision"), ordering="is_accepted")
    def decision(self, asked: NameRequest) -> Any:
        if asked.decided_at is None:
            return _("open")
        return _("accepted") if asked.is_accepted else _("refused")


def _asked(asked: NameRequest) -> Iterator[str]:
    """What the decision is about: which certificate, and why she asks."""
    words = gettext("It is about “{title}”, issued on {day}.")
    day = date_format(localtime(asked.credential.issued_at), "DATE_FORMAT")
    yield words.format(title=asked.credential.title, day=day)
    if asked.reason:
        yield gettext("She writes: “{reason}”").format(reason=asked.reason)
