"""Owns what the steps of a track come to: its fraction, and the steps that it has no more."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from .decisions import Decision, standing_word
from .states import ByObject, State, by_object
from .steps import RevisionRule, Standing, StepDecision, decide_step, step_done


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
    decided = [decide_step(rule, revisions, said, standings) for rule in current]
    required = [(rule, step) for rule, step in zip(current, decided, strict=True) if rule.required]
    moments = [step.completed_at for _rule, step in required if step.completed_at]
    counted = [standings[work] for work in works_of(revisions[-1:]) if work in standings]
    known = [standings[work] for work in works_of(revisions) if work in standings]
    is_complete = bool(required) and len(moments) == len(required)
    decision = Decision(
        minutes_done=sum(step.minutes_done for _rule, step in required),
        minutes=sum(rule.minutes for rule, _step in required),
        state=standing_word(
            states,
            whole="completed" if is_complete else None,
            has_begun=any(s.state != "not_started" for s in decided),
        ),
        completed_at=max(moments) if is_complete else None,
        as_of=max([*(s.as_of for s in known), *(state.last_at for state in states)]),
        position=max([*(s.position for s in known), *(state.position for state in states)]),
        seconds=sum(state.seconds for state in states) + sum(s.seconds for s in counted),
    )
    return decision, [*decided, *_done_before(revisions, said, standings)]


def works_of(revisions: Iterable[RevisionRule]) -> set[UUID]:
    """All that these revisions ever asked for: a position reached is not lost with a step."""
    return {work for revision in revisions for rule in revision.steps for work in rule.works}


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
        if step not in current and (done := step_done(step, revisions, said, standings))
    ]
