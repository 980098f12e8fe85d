"""Owns the making and changing of tracks: every change is a new immutable revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Invalid
from campus.ids import new_id
from campus.owed.owing import owe
from courses.documents import release_document
from courses.equivalence import works_as_good
from courses.models import Course, CourseRelease

from .enrolment import TRACK_CHANGED, enrol_in_courses, join
from .models import (
    ProjectTeam,
    RevisionStep,
    Step,
    StepKind,
    StepScope,
    Track,
    TrackRevision,
    TrackTemplate,
)
from .teams import hold, learners_of
from .templates import freeze


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What a step of the next revision shall be; `step` is its id if it exists already.

    `release` stays as the last revision had it unless given; a new step names the current one.
    """

    kind: str
    title: Mapping[str, str]
    minutes: int
    course: Course | None = None
    step: UUID | None = None
    scope: str = StepScope.MEMBER
    required: bool = True
    due_on: date | None = None
    release: CourseRelease | None = field(default=None)


@transaction.atomic
def make_track(
    *,
    template: TrackTemplate,
    by: User,
    team: ProjectTeam | None = None,
    person: User | None = None,
    title: Mapping[str, str] | None = None,
) -> Track:
    """A track from the template as it stands now, followed at once by the team or the person.

    Raises Invalid unless exactly one of `team` and `person` is given, and where a step's
    course is not published.
    """
    if (team is None) == (person is None):
        raise Invalid(_("A track belongs to a team or to a person."), code="one_owner")
    if team:
        hold(team.id)
    revision = freeze(template=template)
    track = Track.objects.create(
        id=(id_ := new_id()),
        slug=_slug(title or revision.title, template.source_language, id_),
        team=team,
        person=person,
        template_revision=revision,
        source_language=template.source_language,
        title=dict(title or revision.title),
        created_at=timezone.now(),
    )
    _write_revision(track, 1, _plans(revision.steps), by, "", revision.in_order)
    for learner in learners_of(team) if team else [person]:
        assert learner is not None
        join(track=track, person=learner)
    return track


@transaction.atomic
def revise(
    *, track: Track, by: User, steps: Sequence[StepPlan], note: str = "", after: int | None = None
) -> TrackRevision:
    """Replace the revision in force; whoever follows the track is enrolled in its new courses.

    `after` is the number of the revision the change was based on: raises Conflict if another
    one has come since.
    """
    track = Track.objects.select_for_update(no_key=True).get(pk=track.pk)
    last = track.revisions.get(replaced_at=None)
    if after is not None and after != last.number:
        raise Conflict(
            _("The track was changed meanwhile: look at revision {n} and change it again.").format(
                n=last.number
            ),
            code="revised_meanwhile",
        )
    last.replaced_at = timezone.now()
    last.save(update_fields=["replaced_at"])
    revision = _write_revision(track, last.number + 1, steps, by, note, last.in_order)
    following = track.enrolments.filter(withdrawn_at=None).order_by("person_id")
    for enrolment in following.select_related("person"):
        enrol_in_courses(track=track, person=enrolment.person)
    owe(TRACK_CHANGED, [str(track.id)])
    return revision


def _plans(frozen: Sequence[Mapping[str, Any]]) -> list[StepPlan]:
    courses = Course.objects.in_bulk([step["course"] for step in frozen if step["course"]])
    return [
        StepPlan(
            kind=step["kind"],
            title=step["title"],
            course=courses[UUID(step["course"])] if step["course"] else None,
            minutes=step["minutes"],
            scope=step["scope"],
            required=step["required"],
        )
        for step in frozen
    ]


def _write_revision(
    track: Track, number: int, plans: Sequence[StepPlan], by: User, note: str, in_order: bool
) -> TrackRevision:
    _refuse_foreign_steps(track, plans)
    releases = _releases_before(track, number)
    revision = TrackRevision.objects.create(
        track=track,
        number=number,
        created_by=by,
        created_at=timezone.now(),
        note=note,
        in_order=in_order,
    )
    RevisionStep.objects.bulk_create(
        _revision_step(track, revision, position, plan, releases)
        for position, plan in enumerate(plans, start=1)
    )
    return revision


def _refuse_foreign_steps(track: Track, plans: Sequence[StepPlan]) -> None:
    known = set(track.steps.values_list("id", flat=True))
    named = [plan.step for plan in plans if plan.step]
    if len(named) != len(set(named)) or not set(named) <= known:
        raise Invalid(_("A step is named twice, or belongs to another track."), code="foreign_step")


def _releases_before(track: Track, number: int) -> dict[tuple[UUID, UUID], CourseRelease]:
    """By step and course, the release that the revision before this one named."""
    before = RevisionStep.objects.filter(
        revision__track=track, revision__number=number - 1, kind=StepKind.COURSE
    ).select_related("release")
    return {(s.step_id, s.course_id): s.release for s in before if s.course_id and s.release}


def _revision_step(
    track: Track,
    revision: TrackRevision,
    position: int,
    plan: StepPlan,
    releases: Mapping[tuple[UUID, UUID], CourseRelease],
) -> RevisionStep:
    step_id = plan.step or Step.objects.create(track=track).id
    release = _release(plan, step_id, releases)
    return RevisionStep(
        revision=revision,
        step_id=step_id,
        position=position,
        kind=plan.kind,
        title=dict(plan.title) or {track.source_language: _title_of(release)},
        course=plan.course,
        work_id=plan.course.work_id if plan.course else None,
        release=release,
        equivalents=works_as_good(release) if release else [],
        minutes=plan.minutes,
        scope=plan.scope,
        required=plan.required,
        due_on=plan.due_on,
    )


def _title_of(release: CourseRelease | None) -> str:
    """As learners read it: the draft may be called otherwise by now."""
    return release_document(release.course, release).title if release else ""


def _release(
    plan: StepPlan, step_id: UUID, releases: Mapping[tuple[UUID, UUID], CourseRelease]
) -> CourseRelease | None:
    if (plan.kind == StepKind.COURSE) != (plan.course is not None):
        raise Invalid(_("A course step names a course, others do not."), code="course_of_step")
    if plan.course is None:
        return None
    release = plan.release or releases.get((step_id, plan.course.id)) or plan.course.current_release
    if release is None:
        detail = _("“{course}” is not published: publish it first, then make the track.")
        raise Invalid(detail.format(course=plan.course.title), code="course_not_published")
    return release


def _slug(title: Mapping[str, str], language: str, id_: UUID) -> str:
    text = title.get(language) or next(iter(title.values()), "track")
    return f"{slugify(text)[:120]}-{id_.hex[-8:]}"
