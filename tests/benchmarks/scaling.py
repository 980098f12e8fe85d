"""How costs grow with the log: `python -m tests.benchmarks.scaling [--records 10_000_000]`.

At each size, straight after the load and before any ANALYZE: the processors' time of what people
and workers do all day, here and in PostgreSQL, its statements and the pages that it reads. Exits 1
where a slope (of log cost on log size) is steeper than promised, where the number of statements
differs, or where a statement reads a long table from end to end.
"""

import argparse
import os
import sys
import time
from dataclasses import dataclass
from math import log
from pathlib import Path
from uuid import UUID

from tests.benchmarks import crowds
from tests.benchmarks.acts import Act, measured
from tests.benchmarks.plans import Seen, seen_in, tells_plans
from tests.benchmarks.stage import DATABASE, a_campus, load_of_machine

SMALLEST, LARGEST = 100_000, 1_000_000
COURSES, LESSONS, MEMBERS = 4, ("article",) * 8, 8


@dataclass(frozen=True, slots=True)
class Cost:
    records: int
    milliseconds: float
    ratio: float
    seen: Seen


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--records", type=int, default=LARGEST)
    largest = asked.parse_args(arguments).records
    with a_campus():
        costs = _measure(largest)
    faults = [fault for act, row in costs.items() for fault in _tell(act, row)]
    print(f"({load_of_machine()})", *faults, sep="\n")
    return 1 if faults else 0


def _measure(largest: int) -> dict[Act, list[Cost]]:
    from campus.env.addresses import embedded_database_url

    superuser = embedded_database_url(
        Path(os.environ["CAMPUS_DATA"]), role="postgres", database=DATABASE
    )
    months = crowds.prepare_months()
    acts, templates, like = _the_day()
    costs: dict[Act, list[Cost]] = {act: [] for act in acts}
    size, there = SMALLEST, 0
    while size <= largest:
        began = time.perf_counter()
        crowds.grow(size - there, months=months, enrolments=templates, like=like)
        print(f"{size:,} records, loaded in {time.perf_counter() - began:.0f} s", flush=True)
        spent = {act: measured(act) for act in acts}
        with tells_plans(superuser, DATABASE):
            for act in acts:
                act.first()
                costs[act].append(Cost(size, *spent[act], seen_in(act.do)))
        size, there = size * 10, size
    return costs


def _the_day() -> tuple[list[Act], list[UUID], UUID]:
    """The acts; an enrolment in each course to grow others like, and whose they are."""
    from campus.owed import claiming
    from tests import world
    from tests.api import Api
    from tracks.teams import add_member
    from workers.progress.folding.shards import fold_all
    from workers.progress.folding.teams import TEAM_PROGRESS, fold_team

    courses = [world.a_published_course(f"Cours {n}", lessons=LESSONS) for n in range(COURSES)]
    of = world.a_team_with_a_track(courses[0])
    for _more in range(MEMBERS - 2):
        add_member(team=of.team, person=world.a_learner())
    like = world.a_learner("Chloé Petit")
    templates = [world.finish(like, course) for course in courses]
    enrolment = of.member.enrolments.get()
    lesson = world.lessons_of(courses[0])[0]

    hers, coachs = (Api(person, SERVER_NAME="localhost") for person in (of.member, of.coach))

    def send(number: int) -> None:
        reads = [
            world.an_item(enrolment.id, lesson=lesson.id, verb="experienced")
            for _each in range(number)
        ]
        assert hers.post("/records", {"records": reads}).status_code == 200

    def get(path: str, api: Api = hers) -> None:
        assert api.get(path).status_code == 200, path

    fold_all()
    claiming.do_owed(TEAM_PROGRESS)
    acts = [
        Act("append 100 records", 0.1, lambda: send(100), first=fold_all),
        Act("fold 1 record", 0.4, fold_all, first=lambda: send(1)),
        Act("fold 100 records", 0.4, fold_all, first=lambda: send(100)),
        Act("fold a team", 0.4, lambda: fold_team(str(of.track.id))),
        Act("her progress", 0.05, lambda: get("/progress")),
        Act("why", 0.05, lambda: get(f"/progress/{enrolment.id}/why")),
        Act("a team of eight", 0.05, lambda: get(f"/teams/{of.team.id}/progress", coachs)),
    ]
    return acts, [enrolment.id for enrolment in templates], like.id


def _tell(act: Act, costs: list[Cost]) -> list[str]:
    slope = _slope(costs[0], costs[-1]) if len(costs) > 1 else 0.0
    spent = " ".join(f"{cost.milliseconds:8.2f}" for cost in costs)
    pages = " ".join(f"{cost.seen.pages:6}" for cost in costs)
    last = costs[-1].seen
    print(
        f"{act.name:28} {spent} ms, slope {slope:5.2f} (promised {act.steepest});"
        f" pages {pages}; statements {last.statements}, months {last.months}"
    )
    faults = [f"{act.name}: {scan}" for cost in costs for scan in cost.seen.scans]
    if slope > act.steepest:
        faults.append(f"{act.name}: its cost grows with a slope of {slope:.2f}")
    if len({cost.seen.statements for cost in costs}) > 1:
        faults.append(f"{act.name}: other statements at other sizes")
    return faults


def _slope(one: Cost, other: Cost) -> float:
    return log(other.ratio / one.ratio) / log(other.records / one.records)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
