"""Owns the pages on which a trainer waives a step for one person, and takes that back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.skin import page_action
from tracks.models import Track
from tracks.waivers import Undone, Waiver, choices, title_of, undone, waivers_of
from tracks.waiving import MOST_REASON, take_back, waive

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object


class WhichStep(forms.Form):
    """Of the steps that somebody has still to do; `record` is the id that this waiver gets."""

    what = forms.ChoiceField(label=gettext_lazy("Person and step"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "This person and the lead and coaches of the team read it, with your name. Say nothing "
            "here of somebody’s health or family."
        ),
    )

    def __init__(self, data: Any, *, left: Sequence[Undone]) -> None:
        super().__init__(data)
        self.steps = {
            f"{one.enrolment.pk}:{step.step_id}": (one.enrolment, step)
            for one in left
            for step in one.steps
        }
        cast("forms.ChoiceField", self.fields["what"]).choices = [
            ("", _("Choose…")),
            *choices(left),
        ]


class Waiving(Base):
    """Actions and addresses of a track's page."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.take_back)
        address = path(
            "<uuid:object_id>/waivers/<uuid:record>/", view, name="tracks_track_take_back"
        )
        return [address, *super().get_urls()]

    @page_action(description=gettext_lazy("Waive a step…"), icon="step_over", path="waive")
    def waive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        track: Track = pages.the_object(self, request, object_id)
        by = cast("User", request.user)
        form = WhichStep(pages.sent(request), left=undone(track, but=by))

        def act() -> str:
            enrolment, step = form.steps[form.cleaned_data["what"]]
            reason = form.cleaned_data["reason"]
            waive(by=by, enrolment=enrolment, step=step.step_id, reason=reason)
            done = _("“{step}” is waived for {person}. Progress follows within a minute.")
            messages.success(request, done.format(step=title_of(step), person=enrolment.person))
            return pages.address(track)

        return pages.ask(
            self, request, track, form=form, act=act, button=_("Waive this step in my name"),
            title=_("Waive a step: {track}").format(track=track),
            introduction=[
                _("The step counts as done for this one person, with all its minutes."),
                _("You can take it back at any time."),
            ] if form.steps else [_("Everybody has done all steps: there is none to waive.")],
        )  # fmt: skip

    def take_back(self, request: HttpRequest, object_id: UUID, record: UUID) -> HttpResponse:
        track: Track = pages.the_object(self, request, str(object_id))
        waiver = next((one for one in self.waivers(track) if one.record == record), None)
        if waiver is None:
            raise Http404
        of = {"step": waiver.title, "person": waiver.enrolment.person}

        def act() -> str:
            take_back(by=cast("User", request.user), record=record)
            done = _("{person} is asked for “{step}” again. Progress follows within a minute.")
            messages.success(request, done.format(**of))
            return pages.address(track)

        return pages.ask(
            self, request, track, form=forms.Form(pages.sent(request)), act=act,
            title=_("Ask for “{step}” again: {person}").format(**of), button=_("Ask for it again"),
            introduction=[
                _("{name} waived it: {reason}").format(name=waiver.name, reason=waiver.reason),
                _("The step counts again only once it is done, so this person’s number may fall."),
            ],
        )  # fmt: skip

    def waivers(self, track: Track) -> list[Waiver]:
        return waivers_of(track.enrolments.select_related("person"))
