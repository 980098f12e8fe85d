"""Owns the admin of xAPI clients, for campus staff: made, told what they may, and revoked."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.forms import ModelForm
from campus.adminsite.guarding import ForCampusStaff
from campus.adminsite.making import Made
from campus.adminsite.skin import ChecksWidget, ManyWidget, ModelAdmin, page_action

from .lrs import assertables, clients
from .models import Scope, XapiClient


class ClientForm(ModelForm[XapiClient]):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=Scope.choices, widget=ChecksWidget
    )
    asserts_on = forms.MultipleChoiceField(
        label=gettext_lazy("Courses in which it moves progress"),
        required=False,
        widget=ManyWidget(attrs={"size": 12}),
        help_text=gettext_lazy(
            "What it records there about enrolled learners counts as declared by them."
        ),
    )

    class Meta:
        model = XapiClient
        fields = ("name", "organisation", "scopes", "asserts_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = cast("forms.MultipleChoiceField", self.fields["asserts_on"])
        listed.choices = [
            (kind, [(str(id_), title) for id_, title in things])
            for kind, things in assertables.choices()
        ]

    def clean_asserts_on(self) -> list[UUID]:
        return [UUID(each) for each in self.cleaned_data["asserts_on"]]

    def clean(self) -> dict[str, Any]:
        """Both or neither, said beside the field rather than after it."""
        given = super().clean() or {}
        may_assert = Scope.ASSERT in given.get("scopes", ())
        if may_assert and not given.get("asserts_on"):
            self.add_error("asserts_on", _("Choose the courses where it moves progress."))
        elif given.get("asserts_on") and not may_assert:
            label = Scope.ASSERT.label
            self.add_error("scopes", _("Tick “{scope}” as well.").format(scope=label))
        return given


@admin.register(XapiClient)
class XapiClientAdmin(Made, ForCampusStaff, ModelAdmin[XapiClient]):
    """Its key and secret are made here and shown once; a client is revoked, never deleted."""

    form = ClientForm
    list_display = ("name", "key", "organisation", "is_live", "made_at")
    list_filter = ("organisation",)
    search_fields = ("name", "key")
    actions_detail = ("revoke",)

    @admin.display(description=gettext_lazy("In use"), boolean=True)
    def is_live(self, client: XapiClient) -> bool:
        return client.revoked_at is None

    def get_fields(self, request: HttpRequest, obj: XapiClient | None = None) -> tuple[str, ...]:
        told = ("name", "organisation", "scopes", "asserts_on")
        return (*told, "key", "made_at", "revoked_at") if obj else told

    def get_readonly_fields(
        self, request: HttpRequest, obj: XapiClient | None = None
    ) -> tuple[str, ...]:
        return ("organisation", "key", "made_at", "revoked_at") if obj else ()

    def make(self, request: HttpRequest, given: dict[str, Any]) -> XapiClient:
        client, secret = clients.make_client(**given, by=cast("User", request.user))
        request._secret = secret  # type: ignore[attr-defined]  # until the answer to this request
        return client

    def save_model(self, request: HttpRequest, obj: XapiClient, form: Any, change: bool) -> None:
        if change:
            given = {name: form.cleaned_data[name] for name in ("name", "scopes", "asserts_on")}
            clients.change_client(client=obj, by=cast("User", request.user), **given)

    def response_add(
        self, request: HttpRequest, obj: XapiClient, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The one page that shows the secret: no redirect, so that it is kept nowhere."""
        return pages.show(
            self,
            request,
            obj,
            title=_("The key of “{name}”").format(name=obj.name),
            template="admin/records/xapiclient/made.html",
            secret=request._secret,  # type: ignore[attr-defined]
            address=f"{settings.CAMPUS_PUBLIC_URL}/xapi/",
        )

    @page_action(description=gettext_lazy("Revoke"), icon="block")
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        client: XapiClient = pages.the_object(self, request, object_id)

        def act() -> str:
            clients.revoke(client=client, by=cast("User", request.user), now=timezone.now())
            messages.success(request, _("The key opens nothing any more."))
            return pages.address(client)

        lines = [_("From now on this key opens nothing. What was recorded with it stays.")]
        return pages.ask(
            self, request, client, form=forms.Form(pages.sent(request)), act=act,
            title=_("Revoke “{name}”").format(name=client.name), button=_("Revoke"),
            introduction=lines,
        )  # fmt: skip

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """Only while there is something to revoke."""
        client = self.get_object(request, str(object_id))
        listed = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return listed if client is not None and client.revoked_at is None else []
