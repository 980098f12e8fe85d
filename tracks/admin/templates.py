"""Owns the admin of track templates: their steps, and the making of a track for a team."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OF_ORGANISATION
from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.forms import ModelForm
from campus.adminsite.guarding import ALL
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin, SelectWidget, StackedInline, page_action
from tracks.models import ProjectTeam, TemplateStep, TrackTemplate
from tracks.tailoring import make_track

from .owned import Trained, TrainedInline
from .steps import refuse_bad_step


class TemplateForm(ModelForm[TrackTemplate]):
    title = ByLanguage(label=gettext_lazy("Title"))
    summary = ByLanguage(label=gettext_lazy("Summary"), area=True, required=False)
    source_language = forms.ChoiceField(
        label=gettext_lazy("Written first in"),
        choices=User.Language.choices,
        widget=SelectWidget,
    )

    class Meta:
        model = TrackTemplate
        fields = ("title", "summary", "organisation", "slug", "source_language", "in_order")


class StepForm(ModelForm[TemplateStep]):
    title = ByLanguage(
        label=gettext_lazy("Title"),
        required=False,
        help_text=gettext_lazy("Empty for a course: the title of the course."),
    )

    class Meta:
        model = TemplateStep
        fields = ("position", "kind", "course", "title", "minutes", "scope", "required")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        refuse_bad_step(self, given)
        return given


class StepInline(TrainedInline, StackedInline[TemplateStep, TrackTemplate]):
    model = TemplateStep
    form = StepForm
    deeds = ALL
    autocomplete_fields = ("course",)
    fields = (("position", "kind"), "course", "title", ("minutes", "scope", "required"))


class ForTeam(forms.Form):
    """A track is never deleted, so a button pressed twice must not make two."""

    team = forms.ModelChoiceField(ProjectTeam.objects.none(), label=gettext_lazy("Team"))

    def __init__(self, template: TrackTemplate, teams: QuerySet[ProjectTeam], data: Any) -> None:
        super().__init__(data)
        self.template = template
        cast("forms.ModelChoiceField[ProjectTeam]", self.fields["team"]).queryset = teams

    def clean_team(self) -> ProjectTeam:
        team = cast("ProjectTeam", self.cleaned_data["team"])
        if team.tracks.filter(template_revision__template=self.template).exists():
            raise forms.ValidationError(
                _("This team has a track from this template already: change its steps instead.")
            )
        return team


@admin.register(TrackTemplate)
class TrackTemplateAdmin(Trained, ModelAdmin[TrackTemplate]):
    form = TemplateForm
    list_display = ("__str__", "organisation", "steps", "tracks")
    list_filter = (OF_ORGANISATION,)
    list_select_related = ("organisation",)
    search_fields = ("slug", "title")
    fields = ("title", "summary", "organisation", "slug", ("source_language", "in_order"))
    inlines = (StepInline,)
    actions_detail = ("make_a_track",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counted = {
            "step_count": Count("steps", distinct=True),
            "track_count": Count("revisions__tracks", distinct=True),
        }
        return super().get_queryset(request).annotate(**counted)  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("Steps"), ordering="step_count")
    def steps(self, template: TrackTemplate) -> int:
        return cast("int", cast("Any", template).step_count)

    @admin.display(description=gettext_lazy("Tracks made"), ordering="track_count")
    def tracks(self, template: TrackTemplate) -> int:
        return cast("int", cast("Any", template).track_count)

    @page_action(description=gettext_lazy("Make a track…"), icon="add_road", primary=True)
    def make_a_track(self, request: HttpRequest, object_id: str) -> HttpResponse:
        template = pages.the_object(self, request, object_id)
        teams = self.admin_site.get_model_admin(ProjectTeam).get_queryset(request)
        form = ForTeam(template, teams, pages.sent(request))

        def act() -> str:
            team = form.cleaned_data["team"]
            track = make_track(template=template, team=team, by=cast("User", request.user))
            messages.success(
                request, _("The track is made; leads and members follow it from now on.")
            )
            return pages.address(track)

        return pages.ask(
            self,
            request,
            template,
            form=form,
            act=act,
            title=_("Make a track from: {template}").format(template=template),
            button=_("Make the track"),
            introduction=[
                _("The team gets the steps as they stand now. You can tailor them afterwards.")
            ],
        )
