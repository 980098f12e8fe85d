"""Owns the admin of project teams: their project, who belongs to them, what they follow."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, TextField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OF_ORGANISATION
from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.skin import AreaWidget, ModelAdmin, StackedInline, page_action
from tracks.models import Membership, Project, ProjectTeam
from tracks.teams import add_member, remove_member

from .owned import Trained, TrainedInline


class ProjectInline(TrainedInline, StackedInline[Project, ProjectTeam]):
    """What the team achieved is written and signed by its coach, on the site."""

    model = Project
    fields = ("title", "summary", "outcome", "signed_by", "signed_at")
    readonly_fields = ("outcome", "signed_by", "signed_at")
    min_num = 1
    formfield_overrides = {TextField: {"widget": AreaWidget(attrs={"rows": 3})}}


class NewMember(forms.Form):
    """People are named by their address: a trainer never leafs through all of them."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Membership.Role.choices)

    def clean_email(self) -> str:
        email = cast("str", self.cleaned_data["email"])
        self.person = User.objects.filter(email__iexact=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody has this address here: ask them to create their account first.")
            )
        return email


@admin.register(ProjectTeam)
class ProjectTeamAdmin(Trained, ModelAdmin[ProjectTeam]):
    list_display = ("name", "organisation", "people", "tracks")
    list_filter = (OF_ORGANISATION,)
    list_select_related = ("organisation",)
    search_fields = ("name", "project__title")
    fields = ("name", "organisation")
    inlines = (ProjectInline,)
    actions_detail = ("add_a_member",)
    change_form_outer_after_template = "admin/tracks/projectteam/members.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        live = Q(memberships__left_at=None)
        counted = {
            "people_count": Count("memberships", filter=live, distinct=True),
            "track_count": Count("tracks", distinct=True),
        }
        return super().get_queryset(request).annotate(**counted)  # type: ignore[no-any-return]

    @admin.display(description=gettext_lazy("People"), ordering="people_count")
    def people(self, team: ProjectTeam) -> int:
        return cast("int", cast("Any", team).people_count)

    @admin.display(description=gettext_lazy("Tracks"), ordering="track_count")
    def tracks(self, team: ProjectTeam) -> int:
        return cast("int", cast("Any", team).track_count)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        team = pages.the_object(self, request, object_id)
        live = team.memberships.filter(left_at=None).select_related("person")
        shown = {"members": live, "followed": [(t, pages.address(t)) for t in team.tracks.all()]}
        return super().change_view(request, object_id, form_url, shown)

    @page_action(description=gettext_lazy("Add a member…"), icon="person_add", primary=True)
    def add_a_member(self, request: HttpRequest, object_id: str) -> HttpResponse:
        team = pages.the_object(self, request, object_id)
        form = NewMember(pages.sent(request))

        def act() -> str:
            assert form.person is not None
            added = add_member(team=team, person=form.person, role=form.cleaned_data["role"])
            messages.success(
                request, _("{person} belongs to the team.").format(person=added.person)
            )
            return pages.address(team)

        return pages.ask(
            self,
            request,
            team,
            form=form,
            act=act,
            title=_("Add a member to: {team}").format(team=team),
            button=_("Add"),
            introduction=[_("Leads and members follow the team's tracks from now on.")],
        )


@admin.register(Membership)
class MembershipAdmin(Trained, ModelAdmin[Membership]):
    """Ended through its team; shown in no list of its own."""

    owner = "team__organisation"
    deeds = frozenset({"view"})
    fields = readonly_fields = ("role", "joined_at", "left_at")
    actions_detail = ("end",)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    @page_action(description=gettext_lazy("Take out of the team…"), icon="person_remove")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        membership = pages.the_object(self, request, object_id)

        def act() -> str:
            remove_member(membership=membership)
            done = _("{person} no longer belongs to the team.").format(person=membership.person)
            messages.success(request, done)
            return pages.address(membership.team)

        return pages.ask(
            self,
            request,
            membership,
            form=forms.Form(pages.sent(request)),
            act=act,
            title=_("Take out of the team: {person}").format(person=membership.person),
            button=_("Take out"),
            introduction=[_("Their courses go on and what they did stays recorded.")],
        )
