"""Owns the pages of a team for its lead and coach: the members' numbers, attendance, signature."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Invalid
from campus.ids import new_registration
from campus.web.acting import PATIENCE_SECONDS, position_of_act
from campus.web.pages import Audience, page, person_of
from tracks.following import DONE
from tracks.models import ProjectTeam, RevisionStep, StepKind, StepState, Track
from tracks.steps import attest
from tracks.teams import is_coach, sign_outcome
from tracks.waivers import Waiver
from workers.certificates.ends.agreeing import has_agreed
from workers.certificates.holding.teams import Earned, earned_by
from workers.certificates.statuses.standing import status_of
from workers.progress.explaining.waivings import waivers_in
from workers.progress.folding.teams import wait_for_team
from workers.progress.models import Progress, TeamProgress
from workers.progress.reporting.tables import Table, team_table

from .tracks import led_teams

_USUAL = (StepState.State.NOT_STARTED, StepState.State.IN_PROGRESS, StepState.State.COMPLETED)
_RARE = (StepState.State.ACCREDITED, StepState.State.WAIVED)


@page(Audience.SIGNED_IN)
def one(request: HttpRequest, team: UUID) -> HttpResponse:
    """Three queries and six a track, whatever the number of members and steps; four for waivers."""
    person = person_of(request)
    found = get_object_or_404(led_teams(person), id=team)
    context = {
        "team": found,
        "project": getattr(found, "project", None),
        "is_coach": is_coach(person, found.id),
        "boards": [board(found, track) for track in _counted_tracks(request, found)],
        "now": timezone.now().isoformat(),
        "earned": _earned(found, person),
        "agreed_to_team_names": has_agreed(person),
    }
    return render(request, "web/team.html", context)


def _earned(team: ProjectTeam, person: User) -> list[tuple[Earned, str]]:
    """Each with where it stands; the team's own first."""
    now = timezone.now()
    found = [(one, status_of(one.credential, now)) for one in earned_by(team.id, viewer=person)]
    return sorted(found, key=lambda pair: pair[0].credential.team_id is None)


def _counted_tracks(request: HttpRequest, team: ProjectTeam) -> list[Track]:
    """The team's tracks; after what its lead or coach did, once its members' numbers hold it."""
    tracks, position = list(team.tracks.all()), position_of_act(request)
    if position is not None:
        for track in tracks:
            wait_for_team(track, position, within_seconds=PATIENCE_SECONDS)
    return tracks


@page(Audience.SIGNED_IN, "POST")
def attendance(request: HttpRequest, team: UUID) -> HttpResponse:
    """Attest that the ticked members attended; each carries the record id made with the form."""
    person = person_of(request)
    found = get_object_or_404(led_teams(person), id=team)
    step, at = sent_uuid(request.POST.get("step", "")), _moment(request.POST.get("at", ""))
    attended = [sent_uuid(text) for text in request.POST.getlist("attended")]
    with transaction.atomic():
        for enrolment in attended:
            record = sent_uuid(request.POST.get(f"record-{enrolment}", ""))
            attest(by=person, enrolment=enrolment, step=step, record_id=record, at=at)
    messages.success(request, _("Attendance is recorded. Progress follows within a minute."))
    return redirect("web:team", team=found.id)


@page(Audience.SIGNED_IN, "POST")
def outcome(request: HttpRequest, team: UUID) -> HttpResponse:
    person = person_of(request)
    found = get_object_or_404(led_teams(person), id=team)
    sign_outcome(project=found.project, coach=person, outcome=request.POST.get("outcome", ""))
    messages.success(request, _("The outcome is signed. The team’s certificate follows."))
    return redirect("web:team", team=found.id)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one member stands with one step; `record` is the id her attendance would get."""

    step: RevisionStep
    enrolment: UUID
    state: str
    record: UUID


@dataclass(frozen=True, slots=True)
class Row:
    person: User
    progress: Progress | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Board:
    """One track of a team: the same projection that each member sees of herself."""

    track: Track
    progress: TeamProgress | None
    steps: list[RevisionStep]
    rows: list[Row]
    waivers: list[Waiver]

    @property
    def marks(self) -> list[str]:
        """The states whose marks are explained: the usual ones, and those that somebody has."""
        shown = {cell.state for row in self.rows for cell in row.cells}
        return [*_USUAL, *(state for state in _RARE if state in shown)]

    @property
    def workshops(self) -> list["Workshop"]:
        return [
            Workshop(step, [(row.person, row.cells[place]) for row in self.rows if row.cells])
            for place, step in enumerate(self.steps)
            if step.kind == StepKind.WORKSHOP
        ]


@dataclass(frozen=True, slots=True)
class Workshop:
    """Who attended a workshop, and whose attendance may still be recorded."""

    step: RevisionStep
    members: list[tuple[User, Cell]]

    @property
    def recorded(self) -> list[User]:
        return [person for person, cell in self.members if cell.state in DONE]

    @property
    def open(self) -> list[tuple[User, Cell]]:
        return [(person, cell) for person, cell in self.members if cell.state not in DONE]


def board(team: ProjectTeam, track: Track) -> Board:
    table = team_table(team, track)
    rows = [
        Row(row.membership.person, row.progress, _cells(row.enrolment, table)) for row in table.rows
    ]
    return Board(track, table.team, table.steps, rows, waivers_in(table))


def _cells(enrolment: UUID | None, table: Table) -> list[Cell]:
    if enrolment is None:
        return []
    cells = []
    for step in table.steps:
        state = table.states.get((enrolment, step.step_id))
        shown = state.state if state else StepState.State.NOT_STARTED
        cells.append(Cell(step, enrolment, shown, new_registration()))
    return cells


def sent_uuid(text: str) -> UUID:
    """An id that a form of ours carries; raises Invalid for anything else."""
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("This form is incomplete: reload the page and send it again.")) from None


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise Invalid(_("This form is incomplete: reload the page and send it again."))
    return moment
