"""Owns a team's table as a file: `GET /api/v1/teams/{id}/progress.csv` and `.xlsx`."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from rest_framework.request import Request

from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.sheets import CSV, XLSX, Share, Value, csv_bytes, xlsx_bytes
from campus.rest.views import View
from tracks.models import Membership, StepState
from workers.progress.models.progress import ProgressState

from .table import MemberProgress, TeamProgressQuery, TeamTable
from .teams import table_of

# Programs read these columns by name; the last row, of role `team`, is the whole team.
_CSV = (
    "id",
    "name",
    "role",
    "state",
    "fraction",
    "minutes_done",
    "minutes",
    "seconds",
    "completed_at",
    "as_of",
)
TEAM_ROLE = "team"
_SECONDS_A_MINUTE = 60


class TeamProgressFile(View):
    permission_classes = [SignedIn]

    def _table(self, request: Request, team_id: UUID) -> TeamTable:
        return table_of(request, team_id, parsing.query(request, TeamProgressQuery))


class TeamProgressCsv(TeamProgressFile):
    @described(
        "How far a team is, as CSV",
        name="teams_progress_csv",
        tag="teams",
        query=TeamProgressQuery,
        answer=bytes,
        media_type="text/csv",
        problems=(400, 401, 403, 404),
    )
    def get(self, request: Request, team_id: UUID) -> HttpResponse:
        """A row for each member and one for the team, then a column for each step by its title."""
        table = self._table(request, team_id)
        header = [*_CSV, *(step.title for step in table.steps)]
        rows = [
            [str(m.id), m.name, m.role, *_facts(m, table), *_states(table, m)]
            for m in table.members
        ]
        rows.append([str(table.team), table.name, TEAM_ROLE, *_facts(table, table)])
        return _file(csv_bytes(header, rows), CSV, f"{_name(table)}.csv")


class TeamProgressXlsx(TeamProgressFile):
    @described(
        "How far a team is, as a spreadsheet",
        name="teams_progress_xlsx",
        tag="teams",
        query=TeamProgressQuery,
        answer=bytes,
        media_type=XLSX,
        problems=(400, 401, 403, 404),
    )
    def get(self, request: Request, team_id: UUID) -> HttpResponse:
        """The same rows for people: words in the reader's language, times in UTC."""
        table = self._table(request, team_id)
        header = [
            _("Name"), _("Role"), _("State"), _("Progress"), _("Minutes done"), _("Minutes"),
            _("Minutes spent"), _("Completed (UTC)"), _("As of (UTC)"),
            *(step.title for step in table.steps),
        ]  # fmt: skip
        rows = [
            [m.name, _role(m.role), *_told(m, table), *map(_word, _states(table, m))]
            for m in table.members
        ]
        rows.append([table.name, _("The team"), *_told(table, table)])
        return _file(xlsx_bytes(_("Progress"), header, rows), XLSX, f"{_name(table)}.xlsx")


def _facts(of: MemberProgress | TeamTable, table: TeamTable) -> list[Value]:
    return [
        of.state,
        Share(of.fraction),
        of.minutes_done,
        of.minutes,
        of.seconds,
        of.completed_at,
        table.as_of,
    ]


def _told(of: MemberProgress | TeamTable, table: TeamTable) -> list[Value]:
    _state, fraction, done, minutes, _seconds, *moments = _facts(of, table)
    spent = round(of.seconds / _SECONDS_A_MINUTE)
    return [_word(of.state), fraction, done, minutes, spent, *moments]


def _role(role: str) -> str:
    return str(Membership.Role(role).label)


def _word(state: str) -> str:
    """A state in words; a person without this step has none."""
    left = _("left the track") if state == ProgressState.WITHDRAWN else state
    return str(dict(StepState.State.choices).get(state, left))


def _states(table: TeamTable, member: MemberProgress) -> Iterator[str]:
    by_step = {cell.step: cell.state for cell in table.cells if cell.member == member.id}
    return (by_step.get(step.id, "") for step in table.steps)


def _name(table: TeamTable) -> str:
    day = table.as_of.date().isoformat() if table.as_of else ""
    return slugify(f"{_('progress')} {day}")


def _file(body: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
