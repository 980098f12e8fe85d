"""Owns moving enrolments to another release of their course: a record says so for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Invalid
from campus.ids import new_registration
from campus.records.appending import append
from campus.records.statements import PINNED, NewRecord
from campus.records.verbs import Trust
from courses.models import CourseRelease, Enrolment


@dataclass(frozen=True, slots=True)
class Moving:
    """An enrolment that is to read `after`, and the release it is expected to read now."""

    enrolment: UUID
    before: UUID
    after: UUID


@transaction.atomic
def move(*, moving: Sequence[Moving], by: User) -> set[UUID]:
    """Pin each enrolment to its new release; answers the enrolments that moved.

    Left alone: who reads another release than expected, who left the course, who is there already.
    Newer or older makes no difference. Raises Invalid for a release of another course.
    """
    wanted = {one.enrolment: one for one in moving}
    releases = CourseRelease.objects.in_bulk({one.after for one in moving})
    movable = [row for row in locked(wanted) if _is_movable(row, wanted[row.id])]
    now = timezone.now()
    records = []
    for row in movable:
        row.changed_at = now
        before, row.release = row.release, _checked(row, releases.get(wanted[row.id].after))
        records.append(_record(row, before, by, now))
    append(records)
    Enrolment.objects.bulk_update(movable, ["release", "changed_at"])
    return {row.id for row in movable}


def locked(enrolments: Collection[UUID]) -> list[Enrolment]:
    """Held until the transaction ends, so that nobody else moves, withdraws or revives them.

    What they do in the course goes on: attempts refer to the row and records do not.
    """
    rows = Enrolment.objects.filter(id__in=enrolments).select_related("person", "release")
    return list(rows.select_for_update(of=("self",), no_key=True).order_by("id"))


def newer_release(enrolment: Enrolment) -> CourseRelease | None:
    """The current release, if it says more than the one she reads; two queries at most.

    A correction of hers says nothing more: she reads it already.
    """
    if enrolment.course.current_release_id in (None, enrolment.release_id):
        return None
    current = enrolment.course.current_release
    if current is None or current.number <= enrolment.release.number:
        return None
    corrects = dict(enrolment.course.releases.values_list("id", "corrects_id"))
    same: UUID | None = current.id
    while same is not None and same != enrolment.release_id:
        same = corrects[same]
    return None if same == enrolment.release_id else current


def _is_movable(enrolment: Enrolment, moving: Moving) -> bool:
    if enrolment.withdrawn_at or enrolment.release_id != moving.before:
        return False
    return moving.before != moving.after


def _checked(enrolment: Enrolment, release: CourseRelease | None) -> CourseRelease:
    if release is None or release.course_id != enrolment.course_id:
        detail = _("This release belongs to another course: choose one of the course followed.")
        raise Invalid(detail, code="foreign_release")
    return release


def _record(enrolment: Enrolment, before: CourseRelease, by: User, at: datetime) -> NewRecord:
    """Its `release` is the one she reads from now on; the statement names both by number."""
    is_hers = by.pk == enrolment.person_id
    told = {
        "release_before": before.number,
        "release": enrolment.release.number,
        PINNED: str(enrolment.release_id),
    }
    return NewRecord(
        id=new_registration(),
        learner=enrolment.person_id,
        actor=enrolment.person.actor,
        registration=enrolment.registration,
        object_kind="course",
        object=enrolment.course_id,
        release=enrolment.release_id,
        verb="moved",
        occurred_at=at,
        result=told,
        trust=Trust.OBSERVED if is_hers else Trust.ATTESTED,
        asserted_by=None if is_hers else by.id,
        asserted_actor=None if is_hers else by.actor,
    )
