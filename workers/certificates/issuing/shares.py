"""Owns each member's share of a team's track: what she had to do, and that she did it."""

from dataclasses import dataclass
from uuid import UUID

from courses.models import Enrolment
from tracks.models import Membership, Track, TrackEnrolment
from workers.certificates.rules.eligibility import (
    Record,
    Requirement,
    States,
    accreditation,
    course_requirements,
    raised,
    records_for,
    track_requirements,
    unmet,
)
from workers.progress.folding.frozen import lesson_rules, revision_rules
from workers.progress.folding.states import states_of
from workers.progress.rules.steps import RevisionRule


@dataclass(frozen=True, slots=True)
class Share:
    membership: Membership
    requirements: tuple[Requirement, ...]
    evidence: tuple[Record, ...]


def share_of(track: Track, membership: Membership, *, least_trust: str = "declared") -> Share:
    """Her part, under the revisions in force since she joined."""
    enrolment = TrackEnrolment.objects.get(track=track, person=membership.person_id)
    revisions = [
        revision
        for revision in revision_rules({track.id})[track.id]
        if revision.replaced_at is None or revision.replaced_at > enrolment.enrolled_at
    ]
    courses = _courses(membership.person_id, revisions)
    states = states_of({enrolment.registration, *(e.registration for e in courses)})
    works: dict[UUID, list[Requirement]] = {}
    for course in courses:
        asked = _asked(course, states, least_trust)
        # A renewal that is only begun takes nothing from the period before.
        if course.work_id not in works or not unmet(asked, records_for(asked, states)):
            works[course.work_id] = asked
    requirements = track_requirements(enrolment.registration, revisions, works, states)
    return Share(membership, tuple(requirements), tuple(records_for(requirements, states)))


def _asked(course: Enrolment, states: States, least_trust: str) -> list[Requirement]:
    """Every lesson of hers; where she did not do them all, recognition of what she had learnt."""
    lessons = raised(
        course_requirements(course.registration, lesson_rules(course.release_id)), least_trust
    )
    recognised = [accreditation(course.registration, course.course_id)]
    if not unmet(lessons, records_for(lessons, states)):
        return lessons
    return lessons if unmet(recognised, records_for(recognised, states)) else recognised


def _courses(person_id: UUID, revisions: list[RevisionRule]) -> list[Enrolment]:
    """Of each work all her periods, the first one first."""
    works = {work for revision in revisions for rule in revision.steps for work in rule.works}
    return list(Enrolment.objects.filter(person=person_id, work__in=works).order_by("period"))
