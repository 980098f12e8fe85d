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

from .table import MemberProgress, TeamProgressQuery, TeamTable
from .teams import table_of

_CSV = (
    "member",
    "name",
    "role",
    "state",
    "fraction",
    "minutes_done",
    "minutes",
    "completed_at",
    "as_of",
)


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
        """A row for each member, then a column for each step, named by its title."""
        table = self._table(request, team_id)
        header = [*_CSV, *(step.title for step in table.steps)]
        rows = ([str(m.id), *_facts(m), table.as_of, *_states(table, m)] for m in table.members)
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
        """The same rows, with headings in the reader's language and the whole team last."""
        table = self._table(request, team_id)
        header = [
            _("Name"), _("Role"), _("State"), _("Progress"), _("Minutes done"), _("Minutes"),
            _("Completed"), *(step.title for step in table.steps),
        ]  # fmt: skip
        rows = [[*_facts(m), *_states(table, m)] for m in table.members]
        rows.append([_("The team"), "", table.state, Share(table.fraction)])
        rows.append([_("As of"), "", "", "", "", "", table.as_of])
        return _file(xlsx_bytes(_("Progress"), header, rows), XLSX, f"{_name(table)}.xlsx")


def _facts(member: MemberProgress) -> list[Value]:
    return [
        member.name,
        member.role,
        member.state,
        Share(member.fraction),
        member.minutes_done,
        member.minutes,
        member.completed_at,
    ]


def _states(table: TeamTable, member: MemberProgress) -> Iterator[Value]:
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
