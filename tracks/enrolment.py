"""Owns who follows a track: joining enrols in its courses, leaving ends the track's claims only."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from campus.accounts.models import User
from campus.ids import new_registration
from campus.records.appending import append
from campus.records.lrs.enrolled import Enrolled
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from courses.enrolment import enrol

from .models import RevisionStep, StepKind, Track, TrackEnrolment

TRACK_CHANGED = "track_changed"
"""Owed by the id of a track whose steps or people changed without a record that says so."""


@transaction.atomic
def join(*, track: Track, person: User) -> tuple[TrackEnrolment, bool]:
    """Follow a track and its courses; answers whether the enrolment is new.

    Someone who follows a course already keeps her release there; coming back revives.
    """
    # A revision written at this moment is waited for: she is enrolled in the courses it names.
    Track.objects.select_for_update(no_key=True).get(pk=track.pk)
    now = timezone.now()
    enrolment, is_new = TrackEnrolment.objects.select_for_update(no_key=True).get_or_create(
        track=track, person=person, defaults={"enrolled_at": now}
    )
    if is_new or enrolment.withdrawn_at:
        enrolment.withdrawn_at = None
        enrolment.save(update_fields=["withdrawn_at"])
        append([_record(enrolment, person, "enrolled", now)])
    enrol_in_courses(track=track, person=person)
    return enrolment, is_new


@transaction.atomic
def leave(*, enrolment: TrackEnrolment) -> None:
    """Stop following a track; the enrolments in its courses go on."""
    enrolment = TrackEnrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if enrolment.withdrawn_at:
        return
    enrolment.withdrawn_at = timezone.now()
    enrolment.save(update_fields=["withdrawn_at"])
    append([_record(enrolment, enrolment.person, "withdrew", enrolment.withdrawn_at)])


def find_enrolled(registrations: Collection[UUID]) -> dict[UUID, Enrolled]:
    """Live enrolments by registration, each within its track."""
    live = TrackEnrolment.objects.filter(registration__in=registrations, withdrawn_at=None)
    return {row.registration: Enrolled(row.id, row.person_id, row.track_id) for row in live}


def enrol_in_courses(*, track: Track, person: User) -> None:
    """Pin the person to the releases that the track's steps in force name.

    In the order of works, so that joining two tracks at once never deadlocks.
    """
    in_force = RevisionStep.objects.filter(
        revision__track=track, revision__replaced_at=None, kind=StepKind.COURSE
    )
    for step in in_force.select_related("course", "release").order_by("work_id", "position"):
        assert step.course is not None
        enrol(person=person, course=step.course, release=step.release)


def _record(enrolment: TrackEnrolment, person: User, verb: str, at: datetime) -> NewRecord:
    return NewRecord(
        id=new_registration(),
        learner=person.id,
        actor=person.actor,
        registration=enrolment.registration,
        object_kind="track",
        object=enrolment.track_id,
        verb=verb,
        occurred_at=at,
        trust=Trust.OBSERVED,
    )
