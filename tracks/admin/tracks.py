"""Owns the admin of tracks: the revision in force, its history, and the making of the next."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OwnOnly
from campus.accounts.models import User
from campus.adminsite import access, pages
from campus.adminsite.guarding import READING, Deed
from campus.adminsite.skin import ModelAdmin, page_action
from campus.errors import CampusError
from courses.models import Course
from tracks.models import Track
from tracks.tailoring import revise

from .owned import Trained, courses_for_steps
from .steps import StepRows, rows_of
from .waiving import Waiving


class Reason(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The team reads it beside the change."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


@admin.register(Track)
class TrackAdmin(Waiving, Trained, ModelAdmin[Track]):
    """A track is read here; it changes only by a new revision, and by what somebody is spared."""

    deeds = READING
    owner = "team__organisation"
    list_display = ("__str__", "whose", "made_from", "created_at")
    list_filter = (("team", OwnOnly),)
    list_select_related = ("team__organisation", "person", "template_revision__template")
    search_fields = ("title", "team__name")
    fields = readonly_fields = ("whose", "made_from", "zone", "created_at")
    actions_detail = ("revise", "waive")
    change_form_outer_after_template = "admin/tracks/track/revisions.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Track]:
        """A person's own track has no organisation: campus staff alone see it."""
        if access.is_campus_staff(request):
            return ModelAdmin.get_queryset(self, request)
        return super().get_queryset(request)

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        if obj is not None and obj.team_id is None:
            return access.is_campus_staff(request)
        return super().may(request, deed, obj)

    @admin.display(description=gettext_lazy("Made for"), ordering="team__name")
    def whose(self, track: Track) -> str:
        return str(track.team or track.person)

    @admin.display(description=gettext_lazy("Made from"))
    def made_from(self, track: Track) -> str:
        return str(track.template_revision or "–")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        track = pages.the_object(self, request, object_id)
        revisions = track.revisions.select_related("created_by").prefetch_related("steps__course")
        shown = {"revisions": revisions, "waivers": self.waivers(track)}
        return super().change_view(request, object_id, form_url, shown)

    @page_action(description=gettext_lazy("Change the steps…"), icon="edit_road", primary=True)
    def revise(self, request: HttpRequest, object_id: str) -> HttpResponse:
        track = pages.the_object(self, request, object_id)
        force = track.revisions.get(replaced_at=None)
        used = Q(pk__in=force.steps.exclude(course=None).values("course"))
        courses = courses_for_steps(self.organisations(request)) | Course.objects.filter(used)
        rows = StepRows(
            pages.sent(request), initial=rows_of(force), form_kwargs={"courses": courses}
        )
        form = Reason(pages.sent(request), initial={"after": force.number})
        if request.method == "POST" and all([rows.is_valid(), form.is_valid()]):
            given = form.cleaned_data
            try:
                made = revise(
                    track=track, by=cast("User", request.user), steps=rows.plans(), **given
                )
            except CampusError as error:
                form.add_error(None, error.detail)
            else:
                done = _("Revision {n} is in force.").format(n=made.number)
                messages.success(request, done)
                return pages.to(track)
        return pages.show(
            self,
            request,
            track,
            title=_("Change the steps of: {track}").format(track=track),
            template="admin/tracks/track/revise.html",
            form=pages.dressed(form),
            rows=rows,
            media=self.media + rows.media,
            button=_("Put this revision in force"),
        )
