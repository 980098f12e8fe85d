"""How fast reports are answered: `python -m tests.benchmarks.reports`.

A team of 30 on a track of 8 courses, a course that 1,000 people follow, and the page of one of
them: known already (304), sent anew (200), and sent while its numbers move 20 times a second. The
floor is a Django view without middleware and with nobody signed in, which asks one SQL statement
for the same rows and answers the same bytes. Exits 1 below the promised rate, or where a request
asks the database more often than for few people, or asks it for anything of the log.
"""

import json
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.benchmarks import load
from tests.benchmarks.people import joined, session_of
from tests.benchmarks.stage import a_campus, load_of_machine, serving

MEMBERS, COURSES, FOLLOWERS, FEW = 30, 8, 1_000, 5
WORKERS, ROUNDS, SECONDS = 2, 3, 2.0
MOVES_A_SECOND = 20.0
PROMISED = 500.0

_TEAM = """
SELECT json_agg(json_build_array(m.person_id, u.name, m.role, p, s))::text
FROM tracks_membership m JOIN accounts_user u ON u.id = m.person_id
JOIN tracks_trackenrolment e ON e.person_id = m.person_id AND e.track_id = %s
JOIN progress_progress p ON p.registration = e.registration
JOIN tracks_stepstate s ON s.enrolment_id = e.id WHERE m.team_id = %s AND m.left_at IS NULL
"""
_COURSE = """
SELECT json_agg(json_build_array(page.id, u.id, u.name, p))::text
FROM (SELECT * FROM courses_enrolment WHERE course_id = %s AND withdrawn_at IS NULL
    ORDER BY id LIMIT 500) page JOIN accounts_user u ON u.id = page.person_id
JOIN progress_progress p ON p.registration = page.registration
"""
_PERSON = "SELECT * FROM progress_progress WHERE person = %s"


@dataclass(frozen=True)
class Report:
    """A report, who asks for it, and the SQL that reads its rows; `moves` is whose pulse it has."""

    name: str
    address: str
    person: Any
    sql: str
    values: tuple[UUID, ...]
    moves: UUID
    few: "Report | None" = None

    @property
    def headers(self) -> str:
        return f"Cookie: sessionid={session_of(self.person)}\r\n"


def main() -> int:
    with a_campus() as environment, tempfile.TemporaryDirectory() as folder:
        reports = _reports()
        kept = [_asks_little(report) for report in reports]
        with serving("campus.wsgi:application", environment, workers=WORKERS) as port:
            asked = {report: report.headers for report in reports}
            floor = _floor(Path(folder), port, asked, environment)
            with serving(
                "tests.benchmarks.bare_reports:application", floor, workers=WORKERS
            ) as floor_port:
                kept += [_compare(port, floor_port, report, head) for report, head in asked.items()]
    return 0 if all(kept) else 1


def _reports() -> list[Report]:
    from tests import world
    from tests.trainers import a_staff_member

    courses = [world.a_published_course(lessons=("article",) * 3) for _ in range(COURSES)]
    team, few = _team(courses, MEMBERS), _team(courses, FEW)
    course, staff = world.a_published_course(lessons=("article",) * 3), a_staff_member()
    small = world.a_published_course(lessons=("article",) * 3)
    joined(course, FOLLOWERS), joined(small, FEW)
    _learn()
    return [
        _of_team(team, _of_team(few)),
        _of_course(course, staff, _of_course(small, staff)),
        Report("one person", "/api/v1/progress?limit=100", team.lead, _PERSON, (team.lead.id,),
               team.track.id),
    ]  # fmt: skip


def _of_team(of: Any, few: Report | None = None) -> Report:
    address = f"/api/v1/teams/{of.team.id}/progress"
    return Report(f"team of {MEMBERS} × {COURSES}", address, of.lead, _TEAM,
                  (of.track.id, of.team.id), of.track.id, few)  # fmt: skip


def _of_course(course: Any, staff: Any, few: Report | None = None) -> Report:
    address = f"/api/v1/courses/{course.slug}/progress"
    name = f"course of {FOLLOWERS:,}, a page of 500"
    return Report(name, address, staff, _COURSE, (course.id,), course.id, few)


def _team(courses: list[Any], members: int) -> Any:
    from courses.enrolment import enrol
    from tests import world
    from tracks.teams import add_member

    of = world.a_team_with_a_track(courses=courses)
    others = [world.a_learner(f"Personne {number}") for number in range(members - 2)]
    for person in others:
        add_member(team=of.team, person=person)
    for person in (*of.learners, *others):
        for course in courses:
            enrol(person=person, course=course)
    return of


def _learn() -> None:
    """Everybody does every second thing she follows: one lesson of it, or all three."""
    from campus.owed import claiming
    from courses.models import Enrolment
    from tests import world
    from workers.progress.folding.shards import fold_all
    from workers.progress.folding.teams import TEAM_PROGRESS

    lessons: dict[UUID, list[Any]] = {}
    for number, enrolment in enumerate(Enrolment.objects.select_related("course", "person")):
        of = lessons.setdefault(enrolment.course_id, world.lessons_of(enrolment.course))
        done = (world.done(enrolment, lesson) for lesson in of[: number % 4])
        world.say(enrolment.person, *done)
    fold_all()
    claiming.do_owed(TEAM_PROGRESS)


def _asks_little(report: Report) -> bool:
    """As many queries for many people as for few, and none of them about the log."""
    (new, known), (few, _known) = _queries(report), _queries(report.few or report)
    print(f"{report.name}: {len(new)} queries made anew, {len(known)} known")
    return len(new) == len(few) and not any("records_" in sql for sql in (*new, *known))


def _queries(report: Report) -> tuple[list[str], list[str]]:
    """Of a page that this process has not made yet, and of one that the client knows."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(report.person)
    with CaptureQueriesContext(connection) as new:
        etag = client.get(report.address).headers["ETag"]
    with CaptureQueriesContext(connection) as known:
        assert client.get(report.address, headers={"If-None-Match": etag}).status_code == 304
    return [one["sql"] for one in new], [one["sql"] for one in known]


def _floor(
    folder: Path, port: int, asked: Mapping[Report, str], environment: Mapping[str, str]
) -> Mapping[str, str]:
    """The environment of the floor: it answers, at our own addresses, what we answered."""
    told: dict[str, Any] = {}
    for number, (report, headers) in enumerate(asked.items()):
        body = folder / f"{number}.json"
        body.write_bytes(load.answer(port, report.address, headers=headers)[1])
        told[report.address.partition("?")[0].strip("/")] = {
            "sql": report.sql, "values": [str(value) for value in report.values],
            "body": str(body),
        }  # fmt: skip
    (folder / "reports.json").write_text(json.dumps(told), encoding="utf-8")
    return {**environment, "BENCHMARK_REPORTS": str(folder / "reports.json")}


def _compare(port: int, floor_port: int, report: Report, headers: str) -> bool:
    """Floor and ours by turns, so that whatever else the machine does meets all of them."""
    rates: dict[str, list[float]] = {"floor": [], "known": [], "sent": [], "moving": []}
    etag = load.etag_of(port, report.address, headers)
    for at in (port, floor_port):  # each worker's first request reads all the code there is
        for _ in range(20):
            load.answer(at, report.address, headers=headers)

    def rate(name: str, at: int, etag: str = "") -> None:
        found = load.requests_per_second(
            at, report.address, seconds=SECONDS, headers=headers, etag=etag
        )
        rates[name].append(found)

    for _ in range(ROUNDS):
        rate("floor", floor_port)
        rate("known", port, etag)
        rate("sent", port)
        with _moving(report.moves):
            rate("moving", port)
    median = {name: statistics.median(found) for name, found in rates.items()}
    print(f"{report.name}, floor {median['floor']:,.0f} requests/s ({load_of_machine()}):")
    for name in ("known", "sent", "moving"):
        ratio = median[name] / median["floor"]
        print(f"  {name}: {median[name]:,.0f} requests/s, promised {PROMISED:,.0f}; {ratio:.2f}")
    return min(median[name] for name in ("known", "sent", "moving")) >= PROMISED


@contextmanager
def _moving(target: UUID) -> Iterator[None]:
    """As if folds changed numbers of this report, so often that a body is hardly found again."""
    from django.db import connection

    from workers.progress.folding.pulses import beat_of_team

    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(1 / MOVES_A_SECOND):
            beat_of_team(target)
        connection.close()

    beating = threading.Thread(target=beat)
    beating.start()
    try:
        yield
    finally:
        is_over.set()
        beating.join()


if __name__ == "__main__":
    sys.exit(main())
