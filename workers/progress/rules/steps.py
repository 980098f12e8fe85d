"""Owns when a step of a track counts as done, and how much of it is done until then."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from .decisions import Decision
from .states import ACCREDITED, WAIVED, ByObject, first

COURSE_STEP = "course"
BEGUN = ("in_progress", "completed", ACCREDITED)
"""A course that was left without having done anything in it was never begun."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step as one revision has it."""

    step: UUID
    kind: str
    minutes: int
    required: bool
    work: UUID | None = None
    release_at_least: int | None = None
    equivalents: tuple[UUID, ...] = ()

    @property
    def works(self) -> tuple[UUID, ...]:
        """The work, and those that its revision says are as good."""
        return (self.work, *self.equivalents) if self.work else ()


@dataclass(frozen=True, slots=True)
class RevisionRule:
    """A revision and the time it was in force; `replaced_at` is None for today's."""

    replaced_at: datetime | None
    steps: tuple[StepRule, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with a work, whichever translation she follows.

    `earlier` is where the period before left her: a renewal takes nothing from it.
    """

    minutes_done: int
    minutes: int
    completed_at: datetime | None
    release_number: int
    has_begun: bool
    as_of: datetime
    position: int = 0
    seconds: int = 0
    is_accredited: bool = False
    earlier: "Standing | None" = None

    @property
    def periods(self) -> Iterator["Standing"]:
        """The latest first."""
        standing: Standing | None = self
        while standing:
            yield standing
            standing = standing.earlier


def renewed(earlier: Standing | None, later: Standing) -> Standing:
    """The later of two periods, the earlier behind it; time and place in the log are of both."""
    if earlier is None:
        return later
    return replace(
        later,
        as_of=max(earlier.as_of, later.as_of),
        position=max(earlier.position, later.position),
        seconds=earlier.seconds + later.seconds,
        earlier=earlier,
    )


def standing_of(decision: Decision, *, release_number: int) -> Standing:
    """What the tracks of somebody read of her course."""
    return Standing(
        minutes_done=decision.minutes_done,
        minutes=decision.minutes,
        completed_at=decision.completed_at,
        release_number=release_number,
        has_begun=decision.state in BEGUN or decision.minutes_done > 0,
        as_of=decision.as_of,
        position=decision.position,
        seconds=decision.seconds,
        is_accredited=decision.state == ACCREDITED,
    )


@dataclass(frozen=True, slots=True)
class StepDecision:
    step: UUID
    state: str
    minutes_done: int
    completed_at: datetime | None


Done = tuple[datetime, str]
"""When a step was done, and the state that makes: completed, accredited or waived."""


def decide_step(
    rule: StepRule,
    revisions: Sequence[RevisionRule],
    said: ByObject,
    standings: Mapping[UUID, Standing],
) -> StepDecision:
    done = step_done(rule.step, revisions, said, standings)
    if done:
        moment, state = done
        return StepDecision(rule.step, state, rule.minutes, moment)
    begun = [standing for _work, standing in _stood(rule, standings) if standing.has_begun]
    if not begun:
        return StepDecision(rule.step, "not_started", 0, None)
    minutes_done = max(_share(rule.minutes, standing) for standing in begun)
    return StepDecision(rule.step, "in_progress", minutes_done, None)


def _share(minutes: int, standing: Standing) -> int:
    """Whole minutes of a step for a course done in part: never all of it.

    All minutes of a course may be done and the step not: a lesson that takes no time is missing,
    or a newer release is asked for. Then one minute is missing too, lest more work make less.
    """
    if not standing.minutes:
        return 0
    return max(0, min(minutes - 1, minutes * standing.minutes_done // standing.minutes))


def step_done(
    step: UUID,
    revisions: Sequence[RevisionRule],
    said: ByObject,
    standings: Mapping[UUID, Standing],
) -> Done | None:
    found = [
        done
        for revision in revisions
        for rule in revision.steps
        if rule.step == step
        for done in _satisfied(rule, said, standings)
        if revision.replaced_at is None or done[0] < revision.replaced_at
    ]
    return min(found, default=None)


def _satisfied(
    rule: StepRule,
    said: ByObject,
    standings: Mapping[UUID, Standing],
) -> list[Done]:
    """Every way in which this step's contract holds; a lead's word waives any step."""
    waived = first(said.get(rule.step, ()), WAIVED, at_least="attested")
    found = [(waived.first_at, WAIVED)] if waived else []
    if rule.kind == COURSE_STEP:
        courses = [_course_done(rule, work, stood) for work, stood in _stood(rule, standings)]
        return [*found, *filter(None, courses)]
    attended = first(said.get(rule.step, ()), "attended", at_least="attested")
    return [*found, (attended.first_at, "completed")] if attended else found


def _stood(rule: StepRule, standings: Mapping[UUID, Standing]) -> list[tuple[UUID, Standing]]:
    """Every work that settles the step, with each period in which she followed it."""
    return [
        (work, standing)
        for work in rule.works
        if work in standings
        for standing in standings[work].periods
    ]


def _course_done(rule: StepRule, work: UUID, standing: Standing) -> Done | None:
    """An equivalent has releases of its own: `release_at_least` asks nothing of it."""
    if standing.completed_at is None:
        return None
    if work == rule.work and standing.release_number < (rule.release_at_least or 0):
        return None
    return standing.completed_at, ACCREDITED if standing.is_accredited else "completed"
