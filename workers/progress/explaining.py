"""Owns the answer to "why this number?": the parts that make it, what is missing, who says so.

The parts come from the same rows and rules as the fraction, so they always add up to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from campus.records.verbs import Trust
from courses.models import Enrolment, ReleaseLesson
from tracks.following import DONE, StepView, steps_of
from tracks.models import StepState, TrackEnrolment

from .reducing import states_of
from .rules import LessonRule, State, by_object, lesson_done


@dataclass(frozen=True, slots=True)
class Part:
    """One lesson or step: whole minutes done, of those it takes, of the `total` of all parts."""

    object: UUID
    what: str
    minutes_done: int
    minutes: int
    total: int
    state: str
    because: str
    record: UUID | None = None
    at: datetime | None = None

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
    """`fraction` is, to the last bit, the number progress shows."""

    fraction: float
    parts: list[Part]

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if part.state not in DONE]


def explain_course(enrolment: Enrolment) -> Explanation:
    """Lesson by lesson, of the release this person is pinned to; two queries."""
    states = by_object(states_of({enrolment.registration}).get(enrolment.registration, ()))
    lessons = list(ReleaseLesson.objects.filter(release=enrolment.release_id))
    rules = [LessonRule(row.lesson_id, row.minutes, row.move_on) for row in lessons]
    total = sum(rule.minutes for rule in rules if rule.counts)
    parts = [
        _lesson_part(row, rule, states.get(row.lesson_id, []), total)
        for row, rule in zip(lessons, rules, strict=True)
        if rule.counts
    ]
    return _sum_up(parts, total)


def explain_track(enrolment: TrackEnrolment) -> Explanation:
    """Step by step, of the revision in force; only required steps count."""
    steps = [step for step in steps_of(enrolment) if step.required]
    total = sum(step.minutes for step in steps)
    return _sum_up([_step_part(step, total) for step in steps], total)


def _sum_up(parts: list[Part], total: int) -> Explanation:
    if total == 0:
        nothing, is_done = _("Nothing here takes any time."), _are_done(parts)
        state = StepState.State.COMPLETED if is_done else StepState.State.NOT_STARTED
        parts = [Part(UUID(int=0), nothing, int(is_done), 1, 1, state, nothing)]
        return Explanation(float(is_done), parts)
    return Explanation(sum(part.minutes_done for part in parts) / total, parts)


def _are_done(parts: list[Part]) -> bool:
    return bool(parts) and all(part.state in DONE for part in parts)


def _lesson_part(
    lesson: ReleaseLesson, rule: LessonRule, states: Sequence[State], total: int
) -> Part:
    done = lesson_done(rule, states)
    return Part(
        object=lesson.lesson_id,
        what=lesson.title,
        minutes_done=rule.minutes if done else 0,
        minutes=rule.minutes,
        total=total,
        state="completed" if done else "in_progress" if states else "not_started",
        because=_because(done) if done else _needs(rule.move_on),
        record=done.first_id if done else None,
        at=done.first_at if done else None,
    )


def _because(done: State) -> str:
    return _("The record “{verb}” ({trust}) satisfies this lesson.").format(
        verb=done.verb, trust=Trust(done.trust).label
    )


def _needs(move_on: str) -> str:
    return {
        "Completed": _("Finish this lesson: a record “completed” is missing."),
        "Passed": _("Pass this quiz: a grade of the campus is missing."),
        "CompletedAndPassed": _("Finish this lesson and pass its quiz."),
        "CompletedOrPassed": _("Finish this lesson or pass its quiz."),
    }[move_on]


def _step_part(step: StepView, total: int) -> Part:
    return Part(
        object=step.id,
        what=step.title,
        minutes_done=step.minutes_done,
        minutes=step.minutes,
        total=total,
        state=step.state,
        because=_step_because(step),
        at=step.completed_at,
    )


def _step_because(step: StepView) -> str:
    if step.state in DONE:
        return _("This step is done.")
    if step.kind == "course":
        return _("Complete the course: {done} of {all} minutes count so far.").format(
            done=step.minutes_done, all=step.minutes
        )
    return _("Take part: the team's lead or coach then records it.")
