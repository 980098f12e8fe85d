"""Owns `/api/v1/teams`: who belongs to my teams, and the coach's signature."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.errors import NotFound
from campus.rest import paging, parsing
from campus.rest.paging import Cursor, SinceQuery
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.schemas import described
from campus.rest.views import View
from tracks.models import Membership, Project, ProjectTeam
from tracks.teams import sign_outcome

from . import visible
from .examples import SIGNED, TEAM
from .shapes import ProjectOut, Sign, TeamMember, TeamOut, TeamPage


class Teams(View):
    permission_classes = [SignedIn]

    @described(
        "My teams",
        name="teams_list",
        tag="teams",
        query=SinceQuery,
        answer=TeamPage,
        problems=(400, 401),
        example={"results": [TEAM], "next": None, "previous": None},
    )
    def get(self, request: Request) -> Response:
        """Those I belong to today as lead, member or coach."""
        cut = paging.asked(request)
        since = parsing.query(request, SinceQuery).updated_since
        rows = visible.teams(person_of(request)).filter(visible.teams_since(since))
        found = paging.newest_first(_with_people(rows), cut)
        page, has_more = paging.trim(found, cut)
        following, before = paging.addresses(
            request, cut, [Cursor([], row.id) for row in page], has_more
        )
        return Response(
            TeamPage([_shown(row, person_of(request)) for row in page], following, before)
        )


class OneTeam(View):
    permission_classes = [SignedIn]

    @described(
        "One team of mine",
        name="teams_retrieve",
        tag="teams",
        answer=TeamOut,
        problems=(401, 404),
        example=TEAM,
    )
    def get(self, request: Request, team_id: UUID) -> Response:
        row = _with_people(visible.teams(person_of(request))).filter(id=team_id).first()
        if row is None:
            raise NotFound(str(NOT_FOUND))
        return Response(_shown(row, person_of(request)))


class Signature(View):
    permission_classes = [SignedIn]

    @described(
        "Sign the outcome of a team's project",
        name="teams_sign",
        tag="teams",
        body=Sign,
        answer=ProjectOut,
        problems=(400, 401, 403, 404, 409),
        send={"outcome": SIGNED["outcome"]},
        example=SIGNED,
    )
    def post(self, request: Request, team_id: UUID) -> Response:
        """By the team's coach, once. Its credentials are issued when its track is done too."""
        team = visible.find_team(person_of(request), team_id)
        outcome = parsing.body(request, Sign).outcome
        if getattr(team, "project", None) is None:
            raise NotFound(str(NOT_FOUND))
        signed = sign_outcome(project=team.project, coach=person_of(request), outcome=outcome)
        return Response(_project_shown(signed))


def _with_people(rows: QuerySet[ProjectTeam]) -> QuerySet[ProjectTeam]:
    live = Membership.objects.filter(left_at=None).select_related("person")
    return rows.select_related("organisation", "project__signed_by").prefetch_related(
        Prefetch("memberships", live), "tracks"
    )


def _shown(team: ProjectTeam, person: User) -> TeamOut:
    members = list(team.memberships.all())
    project = getattr(team, "project", None)
    return TeamOut(
        id=team.id,
        name=team.name,
        organisation=team.organisation.name,
        role=next((m.role for m in members if m.person_id == person.id), None),
        project=_project_shown(project) if project else None,
        members=[TeamMember(m.person_id, m.person.name, m.role) for m in members],
        tracks=[track.id for track in team.tracks.all()],
    )


def _project_shown(project: Project) -> ProjectOut:
    signer = project.signed_by
    return ProjectOut(
        title=project.title,
        summary=project.summary,
        outcome=project.outcome,
        signed_by=signer.name if signer else None,
        signed_at=project.signed_at,
    )
