"""Owns which rules apply to whom: enrolments, releases and revisions in, decisions out.

The fold and the verification share this; they differ in where the states come from.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from workers.progress.folding.followed import CourseFollowed, TrackFollowed
from workers.progress.folding.frozen import lesson_rules, release_number
from workers.progress.rules.courses import decide_course
from workers.progress.rules.decisions import Decision
from workers.progress.rules.states import State, pinned_release
from workers.progress.rules.steps import RevisionRule, Standing, StepDecision, renewed, standing_of
from workers.progress.rules.tracks import decide_track, works_of

States = Mapping[UUID, Sequence[State]]
"""By registration, all states of that enrolment."""

Revisions = Mapping[UUID, Sequence[RevisionRule]]
"""By track, in order."""

Standings = Mapping[tuple[UUID, UUID], Standing]
"""By person and work."""


@dataclass(frozen=True, slots=True)
class CourseDecision:
    enrolment: CourseFollowed
    decision: Decision
    release: UUID


@dataclass(frozen=True, slots=True)
class TrackDecision:
    enrolment: TrackFollowed
    decision: Decision
    steps: list[StepDecision]


def decide_courses(enrolments: Iterable[CourseFollowed], states: States) -> list[CourseDecision]:
    """One decision for each enrolment of which the log says anything."""
    return [
        _decide_course(enrolment, said)
        for enrolment in enrolments
        if (said := states.get(enrolment.registration))
    ]


def _decide_course(enrolment: CourseFollowed, said: Sequence[State]) -> CourseDecision:
    """By the release that the log says; one from before the log named it has the enrolment's."""
    release = pinned_release(said) or enrolment.release_id
    return CourseDecision(enrolment, decide_course(lesson_rules(release), said), release)


def decide_tracks(
    enrolments: Iterable[TrackFollowed],
    states: States,
    standings: Standings,
    revisions: Revisions,
) -> list[TrackDecision]:
    """One decision for each enrolment of which the log says anything."""
    works = {track: works_of(rules) for track, rules in revisions.items()}
    return [
        TrackDecision(
            enrolment,
            *decide_track(
                _in_force_for(enrolment, revisions[enrolment.track_id]),
                said,
                {
                    work: standings[key]
                    for work in works[enrolment.track_id]
                    if (key := (enrolment.person_id, work)) in standings
                },
            ),
        )
        for enrolment in enrolments
        if (said := states.get(enrolment.registration))
    ]


def _in_force_for(
    enrolment: TrackFollowed, revisions: Sequence[RevisionRule]
) -> list[RevisionRule]:
    """The revisions in force at some time since she joined; today's is always among them."""
    return [
        rule
        for rule in revisions
        if rule.replaced_at is None or rule.replaced_at > enrolment.enrolled_at
    ]


def standings_from(
    decisions: Iterable[CourseDecision],
) -> dict[tuple[UUID, UUID], Standing]:
    """By person and work, where the course decisions leave her in all her periods."""
    standings: dict[tuple[UUID, UUID], Standing] = {}
    for decided in sorted(decisions, key=lambda d: d.enrolment.period):
        of = decided.enrolment.person_id, decided.enrolment.work_id
        standing = standing_of(decided.decision, release_number=release_number(decided.release))
        standings[of] = renewed(standings.get(of), standing)
    return standings
