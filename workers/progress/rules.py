"""Owns when something counts as done and what fraction that makes: pure, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

TRUSTS = ("declared", "observed", "graded", "attested")
COURSE_STEP = "course"
ACCREDITED, WAIVED = "accredited", "waived"
NO_LEARNING = ("enrolled", "withdrew", "moved", "voided")
"""Verbs that say something of an enrolment or of a record, and nothing of what was learnt."""


@dataclass(frozen=True, slots=True)
class State:
    """What the log says of one object by one verb at one trust.

    First and last time, best score, seconds of learning (idle time cut), the greatest position in
    the log, and the release that the last record about a course named.
    """

    object: UUID
    verb: str
    trust: str
    first_at: datetime
    first_id: UUID
    last_at: datetime
    best_score: float | None = None
    seconds: int = 0
    position: int = 0
    last_release: UUID | None = None


ByObject = Mapping[UUID, Sequence[State]]


@dataclass(frozen=True, slots=True)
class LessonRule:
    """A lesson as its release compiled it."""

    lesson: UUID
    minutes: int
    move_on: str

    @property
    def counts(self) -> bool:
        return self.move_on != "NotApplicable"


@dataclass(frozen=True, slots=True)
class Decision:
    """How far somebody is: whole minutes, a state, and when the last needed record was stored.

    `as_of` and `position` are those of the last record counted; `seconds` is the time spent.
    """

    minutes_done: int
    minutes: int
    state: str
    completed_at: datetime | None
    as_of: datetime
    position: int = 0
    seconds: int = 0


def first(states: Iterable[State], verb: str, *, at_least: str = "declared") -> State | None:
    """The earliest state of this verb that is trusted enough."""
    enough = TRUSTS[TRUSTS.index(at_least) :]
    fitting = [s for s in states if s.verb == verb and s.trust in enough]
    return min(fitting, key=lambda s: (s.first_at, s.first_id), default=None)


def lesson_done(rule: LessonRule, states: Sequence[State]) -> State | None:
    """The state that satisfied the lesson's `move_on`, or None while nothing does.

    Passing needs a grade of ours.  Source: cmi5, section 10.2.4 (moveOn).
    """
    completed = first(states, "completed")
    passed = first(states, "passed", at_least="graded")
    both = [state for state in (completed, passed) if state]
    match rule.move_on:
        case "Completed":
            return completed
        case "Passed":
            return passed
        case "CompletedAndPassed":
            return max(both, key=_moment) if len(both) == 2 else None
        case "CompletedOrPassed":
            return min(both, key=_moment, default=None)
        case _:
            return None


def _moment(state: State) -> tuple[datetime, UUID]:
    return state.first_at, state.first_id


def decide_course(rules: Sequence[LessonRule], states: Sequence[State]) -> Decision:
    """Progress in a course: the minutes of the lessons done, of those that count.

    Prior learning that a named person recognised is the whole course, from that moment on; who
    had done all lessons before, or does so later, has completed it.
    """
    said = by_object(states)
    counting = [rule for rule in rules if rule.counts]
    done = {rule.lesson: lesson_done(rule, said.get(rule.lesson, ())) for rule in counting}
    moments = [state.first_at for state in done.values() if state]
    minutes = sum(rule.minutes for rule in counting)
    is_complete = bool(counting) and len(moments) == len(counting)
    accredited = first(states, ACCREDITED, at_least="attested")
    whole = [max(moments)] if is_complete else []
    if accredited:
        whole.append(accredited.first_at)
    return Decision(
        minutes_done=minutes if whole else sum(r.minutes for r in counting if done[r.lesson]),
        minutes=minutes,
        state=_state(
            states,
            whole="completed" if is_complete else ACCREDITED if accredited else None,
            has_begun=_has_begun(states),
        ),
        completed_at=min(whole, default=None),
        as_of=max(state.last_at for state in states),
        position=max(state.position for state in states),
        seconds=sum(state.seconds for state in states),
    )


def pinned_release(states: Iterable[State]) -> UUID | None:
    """The release that the last word about the course named: joining it, or moving in it."""
    naming = [s for s in states if s.verb in ("enrolled", "moved") and s.last_release]
    return max(naming, key=lambda s: s.position).last_release if naming else None


def is_withdrawn(states: Iterable[State]) -> bool:
    """Whether the last word about this enrolment was leaving."""
    joined = max((s.last_at for s in states if s.verb == "enrolled"), default=None)
    left = max((s.last_at for s in states if s.verb == "withdrew"), default=None)
    return left is not None and (joined is None or left > joined)


def _has_begun(states: Iterable[State]) -> bool:
    return any(state.verb not in NO_LEARNING for state in states)


def _state(states: Sequence[State], *, whole: str | None, has_begun: bool) -> str:
    if whole:
        return whole
    if is_withdrawn(states):
        return "withdrawn"
    return "in_progress" if has_begun else "not_started"


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
    """Where a person stands with a work, whichever translation she follows."""

    minutes_done: int
    minutes: int
    completed_at: datetime | None
    release_number: int
    has_begun: bool
    as_of: datetime
    position: int = 0
    seconds: int = 0
    is_accredited: bool = False


@dataclass(frozen=True, slots=True)
class StepDecision:
    step: UUID
    state: str
    minutes_done: int
    completed_at: datetime | None


def decide_track(
    revisions: Sequence[RevisionRule], states: Sequence[State], standings: Mapping[UUID, Standing]
) -> tuple[Decision, list[StepDecision]]:
    """Progress in a track, and each step's, in the order of the revision in force (the last).

    `revisions` are those in force during the membership, in order. A step is done if its
    contract held under any of them by records stored before it was replaced; a step that
    went is listed only if it was done, and counts no more.
    """
    said = by_object(states)
    current = revisions[-1].steps
    decided = [_decide_step(rule, revisions, said, standings) for rule in current]
    required = [(rule, step) for rule, step in zip(current, decided, strict=True) if rule.required]
    moments = [step.completed_at for _rule, step in required if step.completed_at]
    counted = [standings[work] for rule in current for work in rule.works if work in standings]
    is_complete = bool(required) and len(moments) == len(required)
    decision = Decision(
        minutes_done=sum(step.minutes_done for _rule, step in required),
        minutes=sum(rule.minutes for rule, _step in required),
        state=_state(
            states,
            whole="completed" if is_complete else None,
            has_begun=any(s.state != "not_started" for s in decided),
        ),
        completed_at=max(moments) if is_complete else None,
        as_of=max([*(s.as_of for s in counted), *(state.last_at for state in states)]),
        position=max([*(s.position for s in counted), *(state.position for state in states)]),
        seconds=sum(state.seconds for state in states) + sum(s.seconds for s in counted),
    )
    return decision, [*decided, *_done_before(revisions, said, standings)]


Done = tuple[datetime, str]
"""When a step was done, and the state that makes: completed, accredited or waived."""


def _decide_step(
    rule: StepRule,
    revisions: Sequence[RevisionRule],
    said: ByObject,
    standings: Mapping[UUID, Standing],
) -> StepDecision:
    done = _step_done(rule.step, revisions, said, standings)
    if done:
        moment, state = done
        return StepDecision(rule.step, state, rule.minutes, moment)
    begun = [s for work in rule.works if (s := standings.get(work)) and s.has_begun]
    if not begun:
        return StepDecision(rule.step, "not_started", 0, None)
    minutes_done = max(_share(rule.minutes, standing) for standing in begun)
    return StepDecision(rule.step, "in_progress", minutes_done, None)


def _share(minutes: int, standing: Standing) -> int:
    """Whole minutes of a step for a course done in part; rounded down, so never all of it."""
    if not standing.minutes or standing.minutes_done == standing.minutes:
        return 0
    return minutes * standing.minutes_done // standing.minutes


def _step_done(
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
        courses = [_course_done(rule, work, standings) for work in rule.works]
        return [*found, *filter(None, courses)]
    attended = first(said.get(rule.step, ()), "attended", at_least="attested")
    return [*found, (attended.first_at, "completed")] if attended else found


def _course_done(rule: StepRule, work: UUID, standings: Mapping[UUID, Standing]) -> Done | None:
    """An equivalent has releases of its own: `release_at_least` asks nothing of it."""
    standing = standings.get(work)
    if standing is None or standing.completed_at is None:
        return None
    if work == rule.work and standing.release_number < (rule.release_at_least or 0):
        return None
    return standing.completed_at, ACCREDITED if standing.is_accredited else "completed"


def _done_before(
    revisions: Sequence[RevisionRule],
    said: ByObject,
    standings: Mapping[UUID, Standing],
) -> list[StepDecision]:
    """Steps that the revision in force no longer has, and that were done while they were there."""
    current = {rule.step for rule in revisions[-1].steps}
    gone = {rule.step: rule for revision in revisions for rule in revision.steps}
    return [
        StepDecision(step, done[1], rule.minutes, done[0])
        for step, rule in gone.items()
        if step not in current and (done := _step_done(step, revisions, said, standings))
    ]


def by_object(states: Iterable[State]) -> dict[UUID, list[State]]:
    """What is said of each lesson or step; the course or track itself is an object too."""
    grouped: dict[UUID, list[State]] = {}
    for state in states:
        grouped.setdefault(state.object, []).append(state)
    return grouped


def merge(state: State, other: State) -> State:
    """Two states of one object, verb and trust, of distinct records: commutative, associative."""
    earliest = min(state, other, key=_moment)
    latest = max(state, other, key=lambda one: one.position)
    scores = [s for s in (state.best_score, other.best_score) if s is not None]
    return State(
        object=state.object,
        verb=state.verb,
        trust=state.trust,
        first_at=earliest.first_at,
        first_id=earliest.first_id,
        last_at=max(state.last_at, other.last_at),
        best_score=max(scores, default=None),
        seconds=state.seconds + other.seconds,
        position=latest.position,
        last_release=latest.last_release,
    )
