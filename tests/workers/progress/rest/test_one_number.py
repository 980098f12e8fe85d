"""One number: a team's JSON, CSV, spreadsheet, page and explanation agree, as of one moment."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from courses.enrolment import enrol
from tests.api import Api, assert_problem
from tests.world import (
    Followed,
    a_learner,
    a_team,
    a_team_with_a_track,
    an_item,
    done,
    finish,
    lessons_of,
    say,
)
from workers.progress.models import TeamProgress

pytestmark = pytest.mark.django_db
Settle = Callable[[], None]


@pytest.fixture
def of(settle: Settle) -> Followed:
    """A member who did all of the course, for 90 seconds; a lead who did half of it."""
    of = a_team_with_a_track()
    enrolment = finish(of.member, of.course)
    read = an_item(
        enrolment.id, lesson=lessons_of(of.course)[0].id, verb="experienced",
        result={"duration": "PT90S"},
    )  # fmt: skip
    say(of.member, read)
    hers, _is_new = enrol(person=of.lead, course=of.course)
    say(of.lead, done(hers, lessons_of(of.course)[0]))
    settle()
    return of


def json_of(of: Any, person: Any = None) -> Any:
    return Api(person or of.coach).get(f"/teams/{of.team.id}/progress").json()


def csv_of(of: Any) -> list[dict[str, str]]:
    answer = Api(of.coach).get(f"/teams/{of.team.id}/progress.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def xlsx_of(of: Any, language: str = "en") -> list[dict[str, Any]]:
    answer = Api(of.coach, language=language).get(f"/teams/{of.team.id}/progress.xlsx")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    header, *rows = load_workbook(io.BytesIO(answer.content)).active.values
    return [dict(zip(header, row, strict=True)) for row in rows]


def percents_on(page: str) -> list[int]:
    """Every bar, in the order of the page: the team's, then its members'."""
    return [int(value) for value in re.findall(r'<progress [^>]*value="(\d+)"', page)]


def page_of(of: Followed) -> HttpResponse:
    browser = Client()
    browser.force_login(of.coach, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser.get(f"/en/teams/{of.team.id}")


def test_every_form_of_the_report_says_one_number(of: Followed) -> None:
    table, rows, sheet = json_of(of), csv_of(of), xlsx_of(of)
    why = Api(of.coach).get(f"/teams/{of.team.id}/progress/why").json()
    own = [Api(p).results(f"/progress?track={of.track.id}")[0]["fraction"] for p in of.learners]
    fractions = [member["fraction"] for member in table["members"]]
    assert fractions == own == [0.125, 0.25]
    assert [float(row["fraction"]) for row in rows] == [*fractions, table["fraction"]]
    assert [row["Progress"] for row in sheet] == [*fractions, table["fraction"]]
    assert why["fraction"] == table["fraction"] == TeamProgress.objects.get().fraction == 0.1875
    assert sum(part["counts"] for part in why["parts"]) == why["fraction"]
    shown = [round(100 * fraction) for fraction in (table["fraction"], *fractions)]
    assert percents_on(page_of(of).content.decode()) == shown


def test_the_spreadsheet_rounds_no_share_to_the_whole(of: Followed) -> None:
    """As whole per cent, 0.996 would read 100 %, where the page says 99."""
    answer = Api(of.coach, language="en").get(f"/teams/{of.team.id}/progress.xlsx")
    header, *rows = load_workbook(io.BytesIO(answer.content)).active.rows
    place = [cell.value for cell in header].index("Progress")
    assert {row[place].number_format for row in rows} == {"0.0 %"}


def test_every_form_of_the_report_says_as_of_when(of: Followed) -> None:
    table = json_of(of)
    as_of = datetime.fromisoformat(table["as_of"])
    assert {row["as_of"] for row in csv_of(of)} == {table["as_of"]}
    for row in xlsx_of(of):
        assert abs((row["As of (UTC)"] - as_of.replace(tzinfo=None)).total_seconds()) < 0.01
    assert page_of(of).context["boards"][0].progress.as_of == as_of


def test_every_form_of_the_report_says_how_long(of: Followed) -> None:
    assert json_of(of)["seconds"] == 90
    assert [member["seconds"] for member in json_of(of)["members"]] == [0, 90]
    assert [row["seconds"] for row in csv_of(of)] == ["0", "90", "90"]
    assert [row["Minutes spent"] for row in xlsx_of(of)] == [0, 2, 2]


def test_the_number_moves_in_all_of_them_at_once(of: Followed, settle: Settle) -> None:
    finish(of.lead, of.course)
    settle()
    assert json_of(of)["fraction"] == float(csv_of(of)[-1]["fraction"]) == 0.25
    assert xlsx_of(of)[-1]["Progress"] == 0.25


def test_programs_read_states_by_name_and_people_in_their_language(of: Followed) -> None:
    assert [row["state"] for row in csv_of(of)] == ["in_progress"] * 3
    assert [row["role"] for row in csv_of(of)] == ["lead", "member", "team"]
    assert {row["State"] for row in xlsx_of(of)} == {"in progress"}
    assert "in progress" not in {cell for row in xlsx_of(of, "fr") for cell in row.values()}
    assert "Workshop" in xlsx_of(of)[0]


def test_the_cells_of_each_member_are_the_tables_cells(of: Followed) -> None:
    table = json_of(of)
    course = table["steps"][0]
    states = {c["member"]: c["state"] for c in table["cells"] if c["step"] == course["id"]}
    shown = {row["id"]: row[course["title"]] for row in csv_of(of)[:-1]}
    assert shown == states == {str(of.lead.id): "in_progress", str(of.member.id): "completed"}


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(1)", "x;=1+1"])
def test_a_name_that_looks_like_a_formula_is_a_text(name: str, settle: Settle) -> None:
    of = a_team_with_a_track()
    of.member.name = name
    of.member.save()
    settle()
    answer = Api(of.coach).get(f"/teams/{of.team.id}/progress.csv").content.decode()
    (cell,) = [row[1] for row in csv.reader(io.StringIO(answer)) if row[0] == str(of.member.id)]
    assert cell.replace("'", "") == name
    assert all(part[:1] not in "=+-@" for part in cell.split(";"))
    book = Api(of.coach).get(f"/teams/{of.team.id}/progress.xlsx").content
    cells = [cell for row in load_workbook(io.BytesIO(book)).active.rows for cell in row]
    assert [cell.data_type for cell in cells if cell.value == name] == ["s"]
    assert all(cell.data_type != "f" for cell in cells)


def test_a_team_without_a_track_has_an_empty_report() -> None:
    of = a_team()
    assert json_of(of)["track"] is None
    rows = csv_of(of)
    assert [(row["role"], row["fraction"]) for row in rows] == [
        ("lead", "0.0"), ("member", "0.0"), ("team", "0.0"),
    ]  # fmt: skip
    assert [row["Progress"] for row in xlsx_of(of)] == [0, 0, 0]
    why = Api(of.coach).get(f"/teams/{of.team.id}/progress/why").json()
    assert (why["fraction"], why["revision"]) == (0.0, None)


def test_a_team_whom_all_have_left_has_an_empty_report(of: Followed, settle: Settle) -> None:
    from tracks.models import Membership

    Membership.objects.filter(team=of.team).exclude(role="coach").delete()
    settle()
    assert json_of(of)["members"] == []
    assert [row["role"] for row in csv_of(of)] == ["team"]
    why = Api(of.coach).get(f"/teams/{of.team.id}/progress/why").json()
    assert sum(part["counts"] for part in why["parts"]) == why["fraction"]


@pytest.mark.parametrize("form", ["progress", "progress.csv", "progress.xlsx", "progress/why"])
def test_every_form_is_for_lead_and_coach(of: Followed, form: str) -> None:
    path = f"/teams/{of.team.id}/{form}"
    for person in (of.lead, of.coach):
        assert Api(person).get(path).status_code == 200
    assert_problem(Api(of.member).get(path), 403, "not_the_lead")
    for person in (a_learner(), a_team_with_a_track().lead):
        assert_problem(Api(person).get(path), 404, "not_found")
    assert_problem(Api().get(path), 401, "not_signed_in")
