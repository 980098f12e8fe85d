"""Owns a second opinion: what the rules come to, read one record after the other by plain loops.

It shares no code with the rules. It is slow, and it asks after every record whether something
holds by now, where the rules compare firsts and lasts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

WORKS = ("speaking", "writing")
ANYBODY = ("declared", "observed", "graded", "attested")
SURE = {
    "completed": ANYBODY,
    "passed": ("graded", "attested"),
    "accredited": ("attested",),
    "attended": ("attested",),
    "waived": ("attested",),
}


@dataclass(frozen=True)
class Record:
    """`about` is a work or the track; `day` is when it was stored; `voids` another record's day."""

    day: int
    about: str
    object: str
    verb: str
    trust: str = "attested"
    release: int = 0
    seconds: int = 0
    voids: int | None = None


@dataclass(frozen=True)
class Lesson:
    name: str
    minutes: int
    move_on: str


@dataclass(frozen=True)
class Step:
    name: str
    kind: str
    minutes: int
    required: bool
    work: str | None = None
    at_least: int = 0
    as_good: tuple[str, ...] = ()


@dataclass(frozen=True)
class Revision:
    replaced_on: int | None
    steps: tuple[Step, ...]


Releases = dict[str, dict[int, tuple[Lesson, ...]]]
"""By work and number of the release."""


@dataclass
class Course:
    done: int
    of: int
    is_complete: bool
    day: int | None
    release: int
    has_begun: bool


def said(records: Sequence[Record], verb: str, object_: str) -> bool:
    return any(r.verb == verb and r.object == object_ and r.trust in SURE[verb] for r in records)


def is_done(lesson: Lesson, records: Sequence[Record]) -> bool:
    completed, passed = (said(records, verb, lesson.name) for verb in ("completed", "passed"))
    return {
        "Completed": completed,
        "Passed": passed,
        "CompletedAndPassed": completed and passed,
        "CompletedOrPassed": completed or passed,
        "NotApplicable": False,
    }[lesson.move_on]


def standing(records: Sequence[Record]) -> list[Record]:
    """Without what was taken back."""
    gone = {record.voids for record in records if record.verb == "voided"}
    return [record for record in records if record.day not in gone]


def first_day(records: Sequence[Record], holds: Callable[[list[Record]], bool]) -> int | None:
    """On which day something first held, asking again after every record."""
    for n in range(1, len(records) + 1):
        if holds(list(records[:n])):
            return records[n - 1].day
    return None


def course(work: str, log: Sequence[Record], releases: Releases) -> Course | None:
    records = [record for record in standing(log) if record.about == work]
    if not records:
        return None
    pinned = 1
    for record in records:
        if record.verb in ("enrolled", "moved"):
            pinned = record.release
    lessons = [lesson for lesson in releases[work][pinned] if lesson.move_on != "NotApplicable"]

    def all_done(seen: list[Record]) -> bool:
        return bool(lessons) and all(is_done(lesson, seen) for lesson in lessons)

    def whole(seen: list[Record]) -> bool:
        return all_done(seen) or said(seen, "accredited", work)

    total = sum(lesson.minutes for lesson in lessons)
    done = sum(lesson.minutes for lesson in lessons if is_done(lesson, records))
    has_left = False
    for record in records:
        if record.verb in ("enrolled", "withdrew"):
            has_left = record.verb == "withdrew"
    learnt = any(r.verb not in ("enrolled", "withdrew", "moved", "voided") for r in records)
    return Course(
        done=total if whole(records) else done,
        of=total,
        is_complete=all_done(records),
        day=first_day(records, whole),
        release=pinned,
        has_begun=whole(records) or (learnt and not has_left) or done > 0,
    )


def step_ways(
    step: Step, log: Sequence[Record], courses: dict[str, Course]
) -> list[tuple[int, str]]:
    track = [record for record in standing(log) if record.about == "track"]
    ways = []
    for verb, word in (("waived", "waived"), ("attended", "completed")):
        if verb == "attended" and step.kind == "course":
            continue
        day = first_day(track, lambda seen, verb=verb: said(seen, verb, step.name))  # type: ignore[misc]
        ways += [(day, word)] if day is not None else []
    for work in (step.work, *step.as_good):
        found = courses.get(work or "")
        if found is None or found.day is None:
            continue
        if work == step.work and found.release < step.at_least:
            continue
        ways.append((found.day, "completed" if found.is_complete else "accredited"))
    return ways


def step_done(
    name: str, log: Sequence[Record], revisions: Sequence[Revision], courses: dict[str, Course]
) -> tuple[int, str] | None:
    """The first way in which it was done while a revision that asked so was in force."""
    ways = []
    for revision in revisions:
        for step in revision.steps:
            if step.name != name:
                continue
            for day, word in step_ways(step, log, courses):
                if revision.replaced_on is None or day < revision.replaced_on:
                    ways.append((day, word))
    return sorted(ways)[0] if ways else None


def track(
    log: Sequence[Record], revisions: Sequence[Revision], releases: Releases
) -> tuple[int, int, bool, dict[str, tuple[str, int]]]:
    """Minutes done and in all, whether it is complete, and by step its state and minutes."""
    courses = {work: c for work in WORKS if (c := course(work, log, releases))}
    steps: dict[str, tuple[str, int]] = {}
    minutes_done = minutes = missing = required = 0
    for step in revisions[-1].steps:
        done = step_done(step.name, log, revisions, courses)
        begun = [c for w in (step.work, *step.as_good) if (c := courses.get(w or ""))]
        begun = [found for found in begun if found.has_begun]
        if done:
            steps[step.name] = (done[1], step.minutes)
        elif begun:
            steps[step.name] = ("in_progress", max(part(step, found) for found in begun))
        else:
            steps[step.name] = ("not_started", 0)
        if step.required:
            required += 1
            missing += done is None
            minutes += step.minutes
            minutes_done += steps[step.name][1]
    listed = {step.name for step in revisions[-1].steps}
    for revision in revisions[:-1]:
        for step in revision.steps:
            done = step_done(step.name, log, revisions, courses)
            if step.name not in listed and done:
                steps[step.name] = (done[1], step.minutes)
    return minutes_done, minutes, bool(required) and not missing, steps


def part(step: Step, found: Course) -> int:
    """The most whole minutes that are less than the step's and no greater share than is done."""
    if found.of == 0:
        return 0
    for minutes in count(step.minutes - 1, -1):
        if minutes <= 0 or minutes * found.of <= step.minutes * found.done:
            return max(0, minutes)
    raise AssertionError
