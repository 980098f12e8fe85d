"""Owns who has earned what: requirements compiled from rules, met by records; pure, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from workers.progress.rules.courses import LessonRule
from workers.progress.rules.states import TRUSTS, State, first
from workers.progress.rules.steps import RevisionRule, StepRule

Wanted = tuple[str, str]
"""A verb, and the least trust its record must have."""

_LESSON: Mapping[str, tuple[tuple[Wanted, ...], ...]] = {
    "Completed": ((("completed", "declared"),),),
    "Passed": ((("passed", "graded"),),),
    "CompletedAndPassed": ((("completed", "declared"),), (("passed", "graded"),)),
    "CompletedOrPassed": ((("completed", "declared"), ("passed", "graded")),),
}
_ATTENDED: Wanted = ("attended", "attested")
_APPROVED: Wanted = ("approved", "attested")
_ACCREDITED: Wanted = ("accredited", "attested")
_WAIVED: Wanted = ("waived", "attested")


@dataclass(frozen=True, slots=True)
class Requirement:
    """In this enrolment, about this object, the log must hold one of these."""

    registration: UUID
    object: UUID
    any_of: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """As much of a learning record as a requirement asks about."""

    id: UUID
    registration: UUID
    object: UUID
    verb: str
    trust: str


States = Mapping[UUID, Sequence[State]]
"""By registration, what the log says there."""


def course_requirements(registration: UUID, lessons: Iterable[LessonRule]) -> list[Requirement]:
    """All that counts in a release, by each lesson's `move_on`, as `progress.rules` decides it."""
    return [
        Requirement(registration, lesson.lesson, any_of)
        for lesson in lessons
        if lesson.counts
        for any_of in _LESSON[lesson.move_on]
    ]


def raised(requirements: Iterable[Requirement], least_trust: str) -> list[Requirement]:
    """The same requirements, each record of which must be trusted at least so far."""
    least = TRUSTS.index(least_trust)
    return [
        Requirement(
            one.registration,
            one.object,
            tuple(
                dict.fromkeys(
                    (verb, TRUSTS[max(least, TRUSTS.index(trust))]) for verb, trust in one.any_of
                )
            ),
        )
        for one in requirements
    ]


def asked_by(move_on: str) -> tuple[tuple[Wanted, ...], ...]:
    """What a lesson of this `move_on` asks: each part by any one of its records."""
    return _LESSON.get(move_on, ())


def approval(registration: UUID, project: UUID) -> Requirement:
    """The coach's signature under the outcome, in the team's own registration."""
    return Requirement(registration, project, (_APPROVED,))


def accreditation(registration: UUID, course: UUID) -> Requirement:
    """A named person's word that all of the course was learnt elsewhere."""
    return Requirement(registration, course, (_ACCREDITED,))


def track_requirements(
    registration: UUID,
    revisions: Sequence[RevisionRule],
    works: Mapping[UUID, Sequence[Requirement]],
    states: States,
) -> list[Requirement]:
    """What one member had to do: each required step as the newest revision that she met has it.

    `works` are the requirements of her own enrolment, by work. A step that no revision shows
    as met keeps the wording of the revision in force, and so comes out as unmet.
    """
    found: list[Requirement] = []
    for step in revisions[-1].steps:
        if not step.required:
            continue
        ways = [
            way
            for revision in reversed(revisions)
            for rule in revision.steps
            if rule.step == step.step
            for way in _ways(registration, rule, works)
        ]
        met = (way for way in ways if way and not unmet(way, records_for(way, states)))
        nothing = [Requirement(registration, step.step, ())]
        found += next(met, ways[0] or nothing)
    return found


def _ways(
    registration: UUID, rule: StepRule, works: Mapping[UUID, Sequence[Requirement]]
) -> list[list[Requirement]]:
    """The step's own work, those as good, or the word of whoever waived it."""
    waived = [Requirement(registration, rule.step, (_WAIVED,))]
    if not rule.work:
        return [[Requirement(registration, rule.step, (_ATTENDED,))], waived]
    return [*(list(works.get(work, ())) for work in rule.works), waived]


def records_for(requirements: Iterable[Requirement], states: States) -> list[Record]:
    """The earliest record that meets each requirement; those not met have none."""
    found: dict[UUID, Record] = {}
    for requirement in requirements:
        about = [
            s for s in states.get(requirement.registration, ()) if s.object == requirement.object
        ]
        fitting = [
            state
            for verb, trust in requirement.any_of
            if (state := first(about, verb, at_least=trust))
        ]
        for state in sorted(fitting, key=lambda s: (s.first_at, s.first_id))[:1]:
            found[state.first_id] = Record(
                state.first_id, requirement.registration, state.object, state.verb, state.trust
            )
    return list(found.values())


def unmet(requirements: Iterable[Requirement], evidence: Iterable[Record]) -> list[Requirement]:
    """The requirements for which the evidence has no record."""
    evidence = list(evidence)
    return [r for r in requirements if not any(_meets(record, r) for record in evidence)]


def _meets(record: Record, requirement: Requirement) -> bool:
    return (record.registration, record.object) == (
        requirement.registration,
        requirement.object,
    ) and any(
        record.verb == verb and TRUSTS.index(record.trust) >= TRUSTS.index(trust)
        for verb, trust in requirement.any_of
    )


def frozen(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """As JSON, to be kept with the credential."""
    return [
        {
            "registration": str(requirement.registration),
            "object": str(requirement.object),
            "any_of": [list(wanted) for wanted in requirement.any_of],
        }
        for requirement in requirements
    ]


def thawed(rule: Iterable[Mapping[str, Any]]) -> list[Requirement]:
    return [
        Requirement(
            UUID(part["registration"]),
            UUID(part["object"]),
            tuple((verb, trust) for verb, trust in part["any_of"]),
        )
        for part in rule
    ]
