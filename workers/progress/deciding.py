"""Owns which rules apply to whom: enrolments, releases and revisions in, decisions out.

The fold and the verification share this; they differ in where the states come from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from courses.models import CourseRelease, Enrolment, ReleaseLesson
from tracks.models import TrackEnrolment, TrackRevision

from .rules.courses import LessonRule, decide_course
from .rules.decisions import Decision
from .rules.states import State, pinned_release
from .rules.steps import RevisionRule, Standing, StepDecision, StepRule, renewed, standing_of
from .rules.tracks import decide_track

States = Mapping[UUID, Sequence[State]]
"""By registration, all states of that enrolment."""


@dataclass(frozen=True, slots=True)
class CourseDecision:
    enrolment: Enrolment
    decision: Decision
    release: UUID


@dataclass(frozen=True, slots=True)
class TrackDecision:
    enrolment: TrackEnrolment
    decision: Decision
    steps: list[StepDecision]


@lru_cache(maxsize=2_000)
def lesson_rules(release_id: UUID) -> tuple[LessonRule, ...]:
    """A release never changes, so each process reads its rules once."""
    rows = ReleaseLesson.objects.filter(release_id=release_id).order_by("position")
    return tuple(LessonRule(row.lesson_id, row.minutes, row.move_on) for row in rows)


@lru_cache(maxsize=2_000)
def release_number(release_id: UUID) -> int:
    return CourseRelease.objects.values_list("number", flat=True).get(id=release_id)


def decide_courses(enrolments: Iterable[Enrolment], states: States) -> list[CourseDecision]:
    """One decision for each enrolment of which the log says anything."""
    return [
        _decide_course(enrolment, said)
        for enrolment in enrolments
        if (said := states.get(enrolment.registration))
    ]


def _decide_course(enrolment: Enrolment, said: Sequence[State]) -> CourseDecision:
    """By the release that the log says; one from before the log named it has the enrolment's."""
    release = pinned_release(said) or enrolment.release_id
    return CourseDecision(enrolment, decide_course(lesson_rules(release), said), release)


def decide_tracks(
    enrolments: Sequence[TrackEnrolment],
    states: States,
    standings: Callable[[set[UUID], set[UUID]], Mapping[tuple[UUID, UUID], Standing]],
) -> list[TrackDecision]:
    """One decision for each enrolment; `standings(people, works)` is by person and work."""
    revisions = revision_rules({enrolment.track_id for enrolment in enrolments})
    works = {
        work
        for rules in revisions.values()
        for rule in rules
        for step in rule.steps
        for work in step.works
    }
    stand = standings({enrolment.person_id for enrolment in enrolments}, works)
    return [
        TrackDecision(
            enrolment,
            *decide_track(
                _in_force_for(enrolment, revisions[enrolment.track_id]),
                said,
                {
                    work: stand[key]
                    for work in works
                    if (key := (enrolment.person_id, work)) in stand
                },
            ),
        )
        for enrolment in enrolments
        if (said := states.get(enrolment.registration))
    ]


def _in_force_for(
    enrolment: TrackEnrolment, revisions: Sequence[RevisionRule]
) -> list[RevisionRule]:
    """The revisions in force at some time since she joined; today's is always among them."""
    return [
        rule
        for rule in revisions
        if rule.replaced_at is None or rule.replaced_at > enrolment.enrolled_at
    ]


def revision_rules(track_ids: set[UUID]) -> dict[UUID, list[RevisionRule]]:
    """By track, every revision's rules in order; two queries."""
    revisions = TrackRevision.objects.filter(track_id__in=track_ids).order_by("number")
    rules: dict[UUID, list[RevisionRule]] = {}
    for revision in revisions.prefetch_related("steps"):
        rules.setdefault(revision.track_id, []).append(_revision_rule(revision))
    return rules


def _revision_rule(revision: TrackRevision) -> RevisionRule:
    return RevisionRule(
        revision.replaced_at,
        tuple(
            StepRule(
                step=step.step_id,
                kind=step.kind,
                minutes=step.minutes,
                required=step.required,
                work=step.work_id,
                release_at_least=step.release_at_least,
                equivalents=tuple(step.equivalents),
            )
            for step in revision.steps.all()
        ),
    )


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
