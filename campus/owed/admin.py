"""Owns the view on what is still to be done, and trying again what was parked."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite import pages
from campus.adminsite.guarding import READING, ForCampusStaff
from campus.adminsite.skin import ModelAdmin, page_action

from .models import Owed
from .owing import owe


@admin.register(Owed)
class OwedAdmin(ForCampusStaff, ModelAdmin[Owed]):
    deeds = READING
    list_display = ("kind", "key", "due_at", "tries", "parked_at")
    list_filter = ("kind", ("parked_at", admin.EmptyFieldListFilter))
    ordering = ("due_at",)
    actions_detail = ("try_again",)

    @page_action(description=gettext_lazy("Try again"), icon="replay", primary=True)
    def try_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        owed = pages.the_object(self, request, object_id)

        @transaction.atomic
        def act() -> str:
            owe(owed.kind, [owed.key])
            messages.success(request, _("A worker takes this up again now."))
            return reverse("admin:owed_owed_changelist")

        return pages.ask(
            self,
            request,
            owed,
            form=forms.Form(pages.sent(request)),
            act=act,
            title=_("Try again"),
            button=_("Try again"),
            introduction=[_("Last fault: {fault}").format(fault=owed.fault or "–")],
        )
