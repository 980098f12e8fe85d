"""Owns the reading of waivers: which steps named persons spared whom, and which they could."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from campus.accounts.models import User
from campus.records.models import LearningRecord
from campus.records.names import extensions_of

from .following import DONE, in_language, revision_in_force
from .models import RevisionStep, StepState, Track, TrackEnrolment
from .waiving import WAIVED


@dataclass(frozen=True, slots=True)
class Waiver:
    """A step that one person need not do; `record` says so, in the name of `name`."""

    record: UUID
    enrolment: TrackEnrolment
    step: UUID
    title: str
    name: str
    reason: str
    at: datetime


def waivers_of(enrolments: Iterable[TrackEnrolment]) -> list[Waiver]:
    """In the order of the log, without what was taken back; three queries, one where none is."""
    by_registration = {enrolment.registration: enrolment for enrolment in enrolments}
    if not by_registration:
        return []
    first = min(enrolment.enrolled_at for enrolment in by_registration.values())
    said = LearningRecord.objects.counting().since(first)
    rows = said.filter(registration__in=by_registration, verb=WAIVED, object_kind="step")
    records = list(rows.order_by("position"))
    if not records:
        return []
    steps = _newest({record.object for record in records})
    people = User.objects.in_bulk({one.asserted_by for one in records if one.asserted_by})
    return [
        _waiver(
            record,
            by_registration[record.registration],
            steps[record.object],
            people.get(record.asserted_by) if record.asserted_by else None,
        )
        for record in records
    ]


def _newest(steps: set[UUID]) -> dict[UUID, RevisionStep]:
    """As the newest revision that holds it has it: a removed step keeps its last title."""
    rows = RevisionStep.objects.filter(step_id__in=steps)
    rows = rows.select_related("revision__track", "course").order_by("revision__number")
    return {row.step_id: row for row in rows}


def _waiver(
    record: LearningRecord, enrolment: TrackEnrolment, step: RevisionStep, by: User | None
) -> Waiver:
    told = extensions_of(msgspec.json.decode(record.statement or "{}").get("result", {}))
    return Waiver(
        record=record.id,
        enrolment=enrolment,
        step=step.step_id,
        title=title_of(step),
        name=by.name if by else "–",
        reason=str(told.get("reason", "")),
        at=record.stored_at,
    )


def title_of(step: RevisionStep) -> str:
    """In the reader's language; a course step may leave its title to the course."""
    return in_language(step.title, step.revision.track.source_language) or str(step)


@dataclass(frozen=True, slots=True)
class Undone:
    """What one follower has still to do."""

    enrolment: TrackEnrolment
    steps: list[RevisionStep]


def choices(left: Sequence[Undone]) -> list[tuple[str, list[tuple[str, str]]]]:
    """As a form offers them, by person: the ids of enrolment and step, and the words for both.

    Each names the person too: a closed list shows its choice alone.
    """
    return [
        (
            str(one.enrolment.person),
            [
                (
                    f"{one.enrolment.pk}:{step.step_id}",
                    f"{one.enrolment.person} · {title_of(step)}",
                )
                for step in one.steps
            ],
        )
        for one in left
    ]


def undone(track: Track, *, but: User) -> list[Undone]:
    """Everybody who follows the track today and the steps that could be spared; five queries.

    Without `but`, who asks: nobody waives her own steps.
    """
    live = TrackEnrolment.objects.filter(track=track, withdrawn_at=None).exclude(person=but)
    enrolments = list(live.select_related("person").order_by("person__name", "id"))
    steps = list(revision_in_force(track.id).steps.select_related("course", "revision__track"))
    done = _done(enrolments)
    found = [
        Undone(one, [step for step in steps if step.step_id not in done[one.id]])
        for one in enrolments
    ]
    return [one for one in found if one.steps]


def _done(enrolments: Sequence[TrackEnrolment]) -> dict[UUID, set[UUID]]:
    """By enrolment, the steps that are done or waived, also those that are not folded yet."""
    done: dict[UUID, set[UUID]] = defaultdict(set)
    for state in StepState.objects.filter(enrolment__in=enrolments, state__in=DONE):
        done[state.enrolment_id].add(state.step_id)
    for waiver in waivers_of(enrolments):
        done[waiver.enrolment.id].add(waiver.step)
    return done
