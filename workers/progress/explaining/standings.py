"""Owns what the course steps of a track stand on: which course she follows, and what decided it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from courses.models import Enrolment
from tracks.following import DONE, StepView
from tracks.models import StepState, TrackEnrolment
from workers.progress.folding.deciding import CourseDecision, decide_courses
from workers.progress.folding.followed import CourseFollowed
from workers.progress.folding.frozen import lesson_rules, release_number, revision_rules
from workers.progress.folding.states import states_of
from workers.progress.rules.courses import deciding
from workers.progress.rules.states import State
from workers.progress.rules.steps import COURSE_STEP
from workers.progress.rules.tracks import works_of


@dataclass(frozen=True, slots=True)
class CourseStanding:
    """The time spent in all that settles a step; and, where one course does or is on the way to
    it, its slug while she follows it, the number of its release, and the record that made it whole.
    """

    seconds: int = 0
    slug: str = ""
    release: int | None = None
    record: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Followed:
    enrolment: Enrolment
    decided: CourseDecision
    said: Sequence[State]


def courses_under(
    enrolment: TrackEnrolment, steps: Iterable[StepView]
) -> Mapping[UUID, CourseStanding]:
    """By course step; two queries where the track's revisions were read before, else four."""
    revisions = revision_rules({enrolment.track_id})[enrolment.track_id]
    followed = _followed(enrolment.person_id, works_of(revisions))
    # A step may have asked for another work before, and have been done by it.
    works: dict[UUID, set[UUID]] = {}
    for rule in (rule for revision in revisions for rule in revision.steps):
        works.setdefault(rule.step, set()).update(rule.works)
    return {
        step.id: _standing(step, [f for f in followed if f.enrolment.work_id in works[step.id]])
        for step in steps
        if step.kind == COURSE_STEP
    }


def _followed(person: UUID, works: set[UUID]) -> list[_Followed]:
    rows = Enrolment.objects.filter(person=person, work__in=works).select_related("course")
    enrolments = {row.id: row for row in rows.order_by("period")}
    states = states_of({row.registration for row in enrolments.values()})
    decided = decide_courses(map(_as_the_fold_reads, enrolments.values()), states)
    return [
        _Followed(enrolments[one.enrolment.id], one, states[one.enrolment.registration])
        for one in decided
    ]


def _as_the_fold_reads(row: Enrolment) -> CourseFollowed:
    return CourseFollowed(*(getattr(row, name) for name in CourseFollowed._fields))


def _standing(step: StepView, followed: Sequence[_Followed]) -> CourseStanding:
    seconds = sum(one.decided.decision.seconds for one in followed)
    one = _settling(step, followed)
    if one is None:
        return CourseStanding(seconds)
    decisive = deciding(lesson_rules(one.decided.release), one.said)
    return CourseStanding(
        seconds=seconds,
        slug="" if one.enrolment.withdrawn_at else one.enrolment.course.slug,
        release=release_number(one.decided.release),
        record=decisive.first_id if decisive else None,
    )


def _settling(step: StepView, followed: Sequence[_Followed]) -> _Followed | None:
    """The one that was whole when the step was done; of a step on its way, the one furthest on."""
    if step.state in DONE:
        done = [f for f in followed if f.decided.decision.completed_at == step.completed_at]
        return done[0] if done and step.state != StepState.State.WAIVED else None
    return max(followed, key=_share, default=None)


def _share(followed: _Followed) -> float:
    decision = followed.decided.decision
    return decision.minutes_done / (decision.minutes or 1)
