"""Owns the reading of a track for one person: her steps, their states, what opens them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import RevisionStep, StepState, TrackEnrolment, TrackRevision
from .unlocking import Opening, openings

DONE = {StepState.State.COMPLETED, StepState.State.ACCREDITED, StepState.State.WAIVED}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as one person sees it; `because` says why it is open or closed."""

    id: UUID
    kind: str
    title: str
    scope: str
    state: str
    unlocked: bool
    because: str
    required: bool
    due_at: date | None
    minutes: int
    minutes_done: int
    completed_at: datetime | None
    course_slug: str | None
    course_id: UUID | None


def in_language(texts: Mapping[str, str], source: str) -> str:
    """The text in the reader's language, else in the one it was written in."""
    reader = (get_language() or source)[:2]
    return texts.get(reader) or texts.get(source) or next(iter(texts.values()), "")


def revision_in_force(track_id: UUID) -> TrackRevision:
    return TrackRevision.objects.get(track_id=track_id, replaced_at=None)


def steps_of(enrolment: TrackEnrolment) -> list[StepView]:
    """The steps of the revision in force, in order, with this person's states; three queries."""
    revision = revision_in_force(enrolment.track_id)
    steps = list(revision.steps.select_related("course"))
    states = {row.step_id: row for row in StepState.objects.filter(enrolment=enrolment)}
    return _views(revision, steps, states, enrolment.track.source_language)


def _views(
    revision: TrackRevision,
    steps: list[RevisionStep],
    states: Mapping[UUID, StepState],
    source: str,
) -> list[StepView]:
    done = {step_id for step_id, row in states.items() if row.state in DONE}
    opened = openings([(s.step_id, s.required) for s in steps], done, in_order=revision.in_order)
    titles = {s.step_id: in_language(s.title, source) for s in steps}
    return [
        _view(step, states.get(step.step_id), opening, titles)
        for step, opening in zip(steps, opened, strict=True)
    ]


def _view(
    step: RevisionStep, state: StepState | None, opening: Opening, titles: Mapping[UUID, str]
) -> StepView:
    return StepView(
        id=step.step_id,
        kind=step.kind,
        title=titles[step.step_id],
        scope=step.scope,
        state=state.state if state else StepState.State.NOT_STARTED,
        unlocked=opening.is_unlocked,
        because=_because(opening, titles),
        required=step.required,
        due_at=step.due_on,
        minutes=step.minutes,
        minutes_done=state.minutes_done if state else 0,
        completed_at=state.completed_at if state else None,
        course_slug=step.course.slug if step.course else None,
        course_id=step.course_id,
    )


def _because(opening: Opening, titles: Mapping[UUID, str]) -> str:
    if opening.waits_for is None:
        return _("Open to you.")
    return _("Opens when “{step}” is done.").format(step=titles[opening.waits_for])
