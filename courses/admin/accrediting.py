"""Owns the admin of prior learning: what was recognised, attesting, a table, taking it back."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campus.accounts.admin.owned import Owned
from campus.accounts.models import Role, User
from campus.adminsite import pages
from campus.adminsite.skin import ModelAdmin, page_action
from campus.errors import CampusError
from courses.accrediting import Evidence, accredit, withdraw
from courses.accrediting.tables import MOST_LINES, read, text_of_table
from courses.accrediting.taking import Fate, Looked, look, take
from courses.models import Accreditation, Course

from .accreditingforms import Attestation, Reason, Table

TRAINERS = (Role.Kind.TRAINER,)
LIST = "admin:courses_accreditation_changelist"


@admin.register(Accreditation)
class AccreditationAdmin(Owned, ModelAdmin[Accreditation]):
    """What was recognised is read here; it is never edited, only withdrawn."""

    kinds = TRAINERS
    owner = "course__organisation"
    deeds = frozenset({"view", "add"})
    list_display = ("person", "course", "source", "by", "made_at", "withdrawn_at")
    list_filter = ("source", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "course__organisation", "by")
    search_fields = ("person__name", "person__email", "course__title")
    fields = readonly_fields = (
        "learner", "course", "source", "shown", "address", "recognised_by", "made_at",
        "withdrawn_at", "taken_back_by", "withdrawn_because",
    )  # fmt: skip
    actions_list = ("from_table",)
    actions_detail = ("withdraw",)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> Any:
        """What was withdrawn is not withdrawn again."""
        row = self.get_object(request, str(object_id))
        if row is None or row.withdrawn_at:
            return []
        return super().get_actions_detail(request, object_id)  # type: ignore[misc]

    @admin.display(description=gettext_lazy("Person"))
    def learner(self, row: Accreditation) -> str:
        """By name alone: her own page is the campus staff's."""
        return str(row.person)

    @admin.display(description=gettext_lazy("Recognised by"))
    def recognised_by(self, row: Accreditation) -> str:
        return str(row.by)

    @admin.display(description=gettext_lazy("Withdrawn by"))
    def taken_back_by(self, row: Accreditation) -> str:
        return str(row.withdrawn_by or "–")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = Attestation(pages.sent(request))
        cast("forms.ModelChoiceField[Course]", form.fields["course"]).queryset = self._own(request)

        def act() -> str:
            given = form.cleaned_data
            evidence = Evidence(
                Accreditation.Source.ATTESTATION, given["shown"].strip(), given["address"]
            )
            assert form.person
            row, is_new = accredit(
                person=form.person, course=given["course"], evidence=evidence, by=_by(request)
            )
            messages.info(request, _told(row, is_new))
            return pages.address(row)

        return pages.ask(
            self, request, Accreditation(), form=form, act=act, original=None, back=reverse(LIST),
            title=_("Attest what was learnt elsewhere"), button=_("Attest it in my name"),
            introduction=[
                _("The whole course counts as learnt, in every track that holds it, in your name.")
            ],
        )  # fmt: skip

    def _own(self, request: HttpRequest) -> QuerySet[Course]:
        mine = Course.objects.filter(organisation__in=self.organisations(request))
        return mine.filter(current_release__isnull=False).order_by("title")

    @page_action(description=gettext_lazy("Withdraw the evidence…"), icon="undo", path="withdraw")
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row: Accreditation = pages.the_object(self, request, object_id)
        form = Reason(pages.sent(request))

        def act() -> str:
            because = form.cleaned_data["because"]
            withdraw(accreditation=row, by=_by(request), because=because)
            messages.success(request, _("Withdrawn: it counts no more."))
            return pages.address(row)

        return pages.ask(
            self, request, row, form=form, act=act,
            title=_("Withdraw the evidence: {what}").format(what=row), button=_("Withdraw it"),
            introduction=[
                _("Progress is computed again without it. Certificates that were issued stay.")
            ],
        )  # fmt: skip

    @page_action(
        description=gettext_lazy("Table of another platform…"), icon="upload", path="table"
    )
    def from_table(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "text" in request.POST:
            return self._take(request)
        form = Table(pages.sent(request), request.FILES or None)
        cast("forms.ModelChoiceField[Course]", form.fields["course"]).queryset = self._own(request)
        if request.method == "POST" and form.is_valid():
            data, least = form.cleaned_data["table"].read(), form.cleaned_data["least"]
            course = form.cleaned_data["course"]
            slug = course.slug if course else ""
            try:
                return self._show(request, _looked(request, data, least, slug), data, least, slug)
            except CampusError as error:
                form.add_error("table", error.detail)
        return pages.show(
            self, request, Accreditation(), form=pages.dressed(form), original=None,
            title=_("Take a table of another platform"), button=_("Show what it does"),
            introduction=[_("At most {most} lines at once.").format(most=MOST_LINES)],
            back=reverse(LIST),
        )  # fmt: skip

    def _show(
        self,
        request: HttpRequest,
        looked: list[Looked],
        data: bytes,
        least: int | None,
        course: str,
    ) -> HttpResponse:
        new = [one for one in looked if one.fate is Fate.NEW]
        return pages.show(
            self, request, Accreditation(), original=None, title=_("What this table does"),
            template="admin/courses/accreditation/table.html", new=new,
            others=[one for one in looked if one.fate is not Fate.NEW],
            text=text_of_table(data), least="" if least is None else least, course=course,
            again=reverse("admin:courses_accreditation_from_table"), back=reverse(LIST),
        )  # fmt: skip

    def _take(self, request: HttpRequest) -> HttpResponse:
        """Looked at once more: what became known or was taken meanwhile is not taken twice."""
        least = request.POST.get("least", "")
        try:
            data = request.POST["text"].encode()
            at_least = int(least) if least.isdecimal() else None
            looked = _looked(request, data, at_least, request.POST.get("course", ""))
            count = take(looked, by=_by(request))
        except CampusError as error:
            messages.error(request, error.detail)
            return redirect("admin:courses_accreditation_from_table")
        words = ngettext("{count} line counts now.", "{count} lines count now.", count)
        messages.success(request, words.format(count=count))
        return redirect(LIST)


def _by(request: HttpRequest) -> User:
    return cast("User", request.user)


def _looked(request: HttpRequest, data: bytes, least: int | None, course: str) -> list[Looked]:
    """`course` is what every line is about where the table does not say it."""
    today: date = localdate()
    share = None if least is None else least / 100
    return look(read(data, today=today, course=course), by=_by(request), least=share)


def _told(row: Accreditation, is_new: bool) -> str:
    if is_new:
        return _("It counts from now on.")
    if row.withdrawn_at:
        return _("This evidence was withdrawn, and counts no more.")
    return _("This evidence counts already.")
