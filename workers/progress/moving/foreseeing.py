"""Owns what another release would make of an enrolment, read from the log as it now is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from courses.models import Enrolment
from workers.progress.folding.frozen import lesson_rules
from workers.progress.folding.states import states_in_log
from workers.progress.models import MovedEnrolment
from workers.progress.moving.weighing import Effect, Number, effect
from workers.progress.rules.states import State, pinned_release


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a move would do to one enrolment."""

    enrolment: Enrolment
    before: UUID
    after: UUID
    effect: Effect


def foresee(enrolments: Sequence[Enrolment], after: Mapping[UUID, UUID]) -> list[Foreseen]:
    """For each enrolment the number it has and the one on the release `after` says, by its id."""
    states = states_in_log([row.registration for row in enrolments])
    return [_foreseen(row, states.get(row.registration, []), after[row.id]) for row in enrolments]


def _foreseen(enrolment: Enrolment, said: Sequence[State], after: UUID) -> Foreseen:
    before = pinned_release(said) or enrolment.release_id
    seen = effect(said, lesson_rules(before), lesson_rules(after))
    return Foreseen(enrolment, before, after, seen)


def effect_of(row: MovedEnrolment) -> Effect:
    """What was looked at."""
    return Effect(
        Number(row.done_before, row.minutes_before, row.state_before),
        Number(row.done_after, row.minutes_after, row.state_after),
        row.position,
    )


def stamp_of(foreseen: Foreseen) -> str:
    """What tells one preview from another: both releases and both numbers."""
    before, after = foreseen.effect.before, foreseen.effect.after
    numbers = (before.minutes_done, before.minutes, after.minutes_done, after.minutes)
    return ".".join([foreseen.before.hex[-12:], foreseen.after.hex[-12:], *map(str, numbers)])
