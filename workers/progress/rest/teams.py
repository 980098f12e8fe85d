"""Owns `GET /api/v1/teams/{id}/progress`, for the team's lead and coach and campus staff."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from rest_framework.request import Request

from campus.accounts.rest.asking import person_of
from campus.errors import NotFound
from campus.rest import parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from tracks.following import in_language
from tracks.models import ProjectTeam, StepState, Track
from tracks.rest.tracks import due_at
from workers.progress.folding.pulses import stamp_of_team
from workers.progress.folding.teams import wait_for_team
from workers.progress.reporting.tables import Row, Standing, Table, team_table

from . import visible
from .kept import Reports
from .table import TABLE, Cell, MemberProgress, TeamProgressQuery, TeamStep, TeamTable
from .unfolded import NOT_STARTED

_reports = Reports()


class TeamProgressTable(View):
    permission_classes = [SignedIn]

    @described(
        "How far a team is",
        name="teams_progress",
        tag="teams",
        query=TeamProgressQuery,
        answer=TeamTable,
        problems=(400, 401, 403, 404),
        example=TABLE,
    )
    def get(self, request: Request, team_id: UUID) -> HttpResponse:
        """For the team's lead and coach; leads and members of today are counted."""
        query = parsing.query(request, TeamProgressQuery)
        team = visible.find_led_team(person_of(request), team_id)
        counted = _wait(team, query)
        stamp = stamp_of_team(team.id, track=query.track)
        kept = _reports.find_or_make(
            (team.id, query.track, get_language()),
            (stamp, team.name, counted),
            lambda: encode(_shown(team, _rows(team, query), counted)),
        )
        return ready(request, kept.content, cache=PERSONAL, etag=kept.etag)


def table_of(request: Request, team_id: UUID, query: TeamProgressQuery) -> TeamTable:
    """The table as it is shown; every form of the report is made of this one."""
    team, table, counted = table_for(request, team_id, query)
    return _shown(team, table, counted)


def table_for(
    request: Request, team_id: UUID, query: TeamProgressQuery
) -> tuple[ProjectTeam, Table, int]:
    """The team, its rows, for whoever may see them, and up to where it was waited for."""
    team = visible.find_led_team(person_of(request), team_id)
    counted = _wait(team, query)
    return team, _rows(team, query), counted


def _rows(team: ProjectTeam, query: TeamProgressQuery) -> Table:
    return team_table(team, _track(team, query.track))


def _wait(team: ProjectTeam, query: TeamProgressQuery) -> int:
    """Up to where everything of the team is counted, as far as was asked."""
    if query.after is None:
        return 0
    track = _track(team, query.track)
    return query.after if track and wait_for_team(track, query.after) else 0


def _track(team: ProjectTeam, track_id: UUID | None) -> Track | None:
    if track_id is None:
        return team.tracks.first()
    track = team.tracks.filter(id=track_id).first()
    if track is None:
        raise NotFound(str(NOT_FOUND))
    return track


def _shown(team: ProjectTeam, table: Table, counted: int) -> TeamTable:
    progress = table.team or NOT_STARTED
    return TeamTable(
        team=team.id,
        name=team.name,
        track=table.track.id if table.track else None,
        fraction=progress.fraction,
        minutes_done=progress.minutes_done,
        minutes=progress.minutes,
        seconds=progress.seconds,
        state=progress.state,
        completed_at=progress.completed_at,
        as_of=table.as_of,
        position=max(progress.position, counted),
        members=[_member(row) for row in table.rows],
        steps=_steps(table),
        cells=_cells(table),
    )


def _member(row: Row) -> MemberProgress:
    progress = row.progress or NOT_STARTED
    return MemberProgress(
        id=row.membership.person_id,
        name=row.membership.person.name,
        role=row.membership.role,
        enrolment=row.enrolment,
        fraction=progress.fraction,
        minutes_done=progress.minutes_done,
        minutes=progress.minutes,
        seconds=progress.seconds,
        state=progress.state,
        completed_at=progress.completed_at,
    )


def _steps(table: Table) -> list[TeamStep]:
    if table.track is None:
        return []
    return [
        TeamStep(
            id=step.step_id,
            kind=step.kind,
            title=in_language(step.title, table.track.source_language),
            scope=step.scope,
            required=step.required,
            due_at=due_at(step.due_on, table.track.zone),
            minutes=step.minutes,
        )
        for step in table.steps
    ]


def _cells(table: Table) -> list[Cell]:
    return [
        _cell(row, step.step_id, table.states.get((row.enrolment, step.step_id)))
        for row in table.rows
        if row.enrolment
        for step in table.steps
    ]


def _cell(row: Row, step: UUID, state: Standing | None) -> Cell:
    return Cell(
        member=row.membership.person_id,
        step=step,
        state=state.state if state else StepState.State.NOT_STARTED.value,
        minutes_done=state.minutes_done if state else 0,
        completed_at=state.completed_at if state else None,
    )
