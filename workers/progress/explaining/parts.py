"""Owns the answer to "why this number?": the parts that make it, what is missing, who says so.

The parts come from the same rows and rules as the fraction, so they always add up to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from campus.records.verbs import Trust
from courses.models import Enrolment, ReleaseLesson
from tracks.following import DONE, StepView, revision_in_force, steps_of
from tracks.models import StepState, TrackEnrolment
from workers.progress.explaining.standings import CourseStanding, courses_under
from workers.progress.explaining.waivings import told_of_waivers
from workers.progress.folding.frozen import release_number
from workers.progress.folding.states import states_of
from workers.progress.reporting.tables import Table
from workers.progress.rules.courses import LessonRule, lesson_done
from workers.progress.rules.states import (
    ACCREDITED,
    WAIVED,
    State,
    by_object,
    first,
    pinned_release,
)

_ATTESTED = ("attended", WAIVED)


@dataclass(frozen=True, slots=True)
class Part:
    """One lesson, step or member: whole minutes done, of those it takes, of the `total` of all.

    `rule` is what would make it done: cmi5's `move_on` of a lesson, the kind of a step. `seconds`
    is the time spent with it, None where no record can say it. Of a step that asks for a course,
    `course` is the slug of the one she follows, whose own parts say why, and `release` the number
    of the release whose rules decided there.
    """

    object: UUID
    what: str
    minutes_done: int
    minutes: int
    total: int
    state: str
    because: str
    rule: str = ""
    record: UUID | None = None
    at: datetime | None = None
    seconds: int | None = None
    release: int | None = None
    course: str = ""

    @property
    def counts(self) -> float:
        """The share it makes up now, in [0, 1]."""
        return self.minutes_done / self.total

    @property
    def of(self) -> float:
        """The share it can make up."""
        return self.minutes / self.total


@dataclass(frozen=True, slots=True)
class Explanation:
    """`fraction` is, to the last bit, the number progress shows.

    The rules are those of a course's `release` or of a track's `revision`, by number.
    """

    fraction: float
    parts: list[Part]
    release: int | None = None
    revision: int | None = None

    @property
    def minutes_done(self) -> int:
        return sum(part.minutes_done for part in self.parts)

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    @property
    def takes_time(self) -> bool:
        """Whether anything here counts by its minutes; otherwise one part says that none does."""
        return any(part.rule for part in self.parts)

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if part.state not in DONE]


def explain_course(enrolment: Enrolment) -> Explanation:
    """Lesson by lesson, of the release that the log pinned this person to; two queries."""
    said = states_of({enrolment.registration}).get(enrolment.registration, [])
    states, accredited = by_object(said), first(said, ACCREDITED, at_least="attested")
    release = pinned_release(said) or enrolment.release_id
    lessons = list(ReleaseLesson.objects.filter(release=release))
    rules = [LessonRule(row.lesson_id, row.minutes, row.move_on) for row in lessons]
    total = sum(rule.minutes for rule in rules if rule.counts)
    parts = [
        _lesson_part(row, rule, states.get(row.lesson_id, []), accredited, total)
        for row, rule in zip(lessons, rules, strict=True)
        if rule.counts
    ]
    summed = _sum_up(parts, total, is_whole=accredited is not None)
    return replace(summed, release=release_number(release))


def explain_track(enrolment: TrackEnrolment) -> Explanation:
    """Step by step, of the revision in force; only required steps count."""
    said = by_object(states_of({enrolment.registration}).get(enrolment.registration, ()))
    steps = [step for step in steps_of(enrolment) if step.required]
    total = sum(step.minutes for step in steps)
    courses = courses_under(enrolment, steps)
    waived = told_of_waivers(enrolment, steps)
    parts = [
        _step_part(step, said.get(step.id, ()), total, courses.get(step.id), waived.get(step.id))
        for step in steps
    ]
    revision = revision_in_force(enrolment.track_id).number
    return replace(_sum_up(parts, total), revision=revision)


def explain_team(table: Table) -> Explanation:
    """Member by member: the team's number is its members' minutes of theirs."""
    rows = [(row.membership.person, row.progress) for row in table.rows if row.progress]
    total = sum(progress.minutes for _person, progress in rows)
    parts = [
        Part(
            object=person.id,
            what=person.name,
            minutes_done=progress.minutes_done,
            minutes=progress.minutes,
            total=total,
            state=progress.state,
            because=_("{done} of {all} minutes of this member's required steps count.").format(
                done=progress.minutes_done, all=progress.minutes
            ),
            rule="member",
            at=progress.completed_at,
            seconds=progress.seconds,
        )
        for person, progress in rows
    ]
    revision = revision_in_force(table.track.id).number if table.track else None
    return replace(_sum_up(parts, total), revision=revision)


def _sum_up(parts: list[Part], total: int, *, is_whole: bool = False) -> Explanation:
    if total == 0:
        nothing, is_done = _("Nothing here takes any time."), is_whole or _are_done(parts)
        state = StepState.State.COMPLETED if is_done else StepState.State.NOT_STARTED
        parts = [Part(UUID(int=0), nothing, int(is_done), 1, 1, state, nothing)]
        return Explanation(float(is_done), parts)
    return Explanation(sum(part.minutes_done for part in parts) / total, parts)


def _are_done(parts: list[Part]) -> bool:
    return bool(parts) and all(part.state in DONE for part in parts)


def _lesson_part(
    lesson: ReleaseLesson,
    rule: LessonRule,
    states: Sequence[State],
    accredited: State | None,
    total: int,
) -> Part:
    """Where the course was recognised as learnt before, so is each lesson that is not done."""
    done = lesson_done(rule, states)
    counted = done or accredited
    begun = "in_progress" if states else "not_started"
    return Part(
        object=lesson.lesson_id,
        what=lesson.title,
        minutes_done=rule.minutes if counted else 0,
        minutes=rule.minutes,
        total=total,
        state="completed" if done else ACCREDITED if accredited else begun,
        because=_because(counted) if counted else _needs(rule.move_on),
        rule=rule.move_on,
        record=counted.first_id if counted else None,
        at=counted.first_at if counted else None,
        seconds=sum(state.seconds for state in states),
    )


def _because(done: State) -> str:
    if done.verb == ACCREDITED:
        return _("A named person recognised that this was learnt elsewhere.")
    passed, completed = _("Lesson passed ({trust})."), _("Lesson completed ({trust}).")
    said = passed if done.verb == "passed" else completed
    return said.format(trust=Trust(done.trust).label)


def _needs(move_on: str) -> str:
    return {
        "Completed": _("Finish this lesson."),
        "Passed": _("Pass this quiz."),
        "CompletedAndPassed": _("Finish this lesson and pass its quiz."),
        "CompletedOrPassed": _("Finish this lesson or pass its quiz."),
    }[move_on]


def _step_part(
    step: StepView,
    said: Sequence[State],
    total: int,
    course: CourseStanding | None,
    waived: str | None,
) -> Part:
    done = min((s for s in said if s.verb in _ATTESTED), key=lambda s: s.first_at, default=None)
    record = done.first_id if done else course.record if course else None
    return Part(
        object=step.id,
        what=step.title,
        minutes_done=step.minutes_done,
        minutes=step.minutes,
        total=total,
        state=step.state,
        because=_step_because(step, course, waived),
        rule=step.kind,
        record=record if step.state in DONE else None,
        at=step.completed_at,
        seconds=course.seconds if course else None,
        release=course.release if course else None,
        course=course.slug if course else "",
    )


def _step_because(step: StepView, course: CourseStanding | None, waived: str | None) -> str:
    if step.state == StepState.State.WAIVED:
        return waived or _("The team's coach or a trainer waived this step.")
    if step.state == StepState.State.ACCREDITED:
        return _("A named person recognised that this was learnt elsewhere.")
    if step.state in DONE and course and course.release:
        told = _("The course was completed, by the rules of its release {number}.")
        return told.format(number=course.release)
    if step.state in DONE:
        return _("This step is done.")
    if step.kind == "course":
        return _("Complete the course: {done} of {all} minutes count so far.").format(
            done=step.minutes_done, all=step.minutes
        )
    return _("Take part: the team's lead or coach then records it.")
