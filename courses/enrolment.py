"""Owns joining and leaving a course: one enrolment per person, work and period.

Somebody follows a work in its latest period; what earlier ones came to stays as it was.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from campus.ids import new_registration
from campus.records.appending import append
from campus.records.lrs.enrolled import Enrolled
from campus.records.statements import PINNED, NewRecord
from campus.records.verbs import Trust
from courses.models import Course, CourseRelease, Enrolment

FIRST_PERIOD = 1


@transaction.atomic
def enrol(
    *, person: User, course: Course, release: CourseRelease | None = None
) -> tuple[Enrolment, bool]:
    """Pin the person to a release (the current one unless given); answers whether it is new.

    Asking twice answers the same enrolment, that of her latest period; coming back revives it, and
    an enrolment in another translation of the work is the enrolment in the work. Raises NotFound
    for a course that was never published.
    """
    return _begin(person, course, release, period=FIRST_PERIOD)


@transaction.atomic
def renew(*, enrolment: Enrolment) -> tuple[Enrolment, bool]:
    """Begin the work anew, on the current release of the course followed: the next period.

    Answers whether it is new: asking twice, or when a later period was begun already, answers that
    one, revived if she had left it. What this period came to stays. Raises NotFound for a course
    that is not published.
    """
    return _begin(enrolment.person, enrolment.course, None, period=enrolment.period + 1)


def _begin(
    person: User, course: Course, release: CourseRelease | None, *, period: int
) -> tuple[Enrolment, bool]:
    """The latest enrolment in the work, or this period's where there is none so late."""
    release = release or course.current_release
    if release is None or release.course_id != course.id:
        raise NotFound(_("This course is not published."), code="course_not_published")
    now = timezone.now()
    latest = _periods(person, course.work_id).select_for_update(no_key=True).first()
    if latest is not None and latest.period >= period:
        enrolment, is_new = latest, False
    else:
        enrolment, is_new = Enrolment.objects.select_for_update(no_key=True).get_or_create(
            person=person,
            work_id=course.work_id,
            period=period,
            defaults={"course": course, "release": release, "enrolled_at": now},
        )
    if is_new or enrolment.withdrawn_at:
        _revive(enrolment, now)
        append([_record(enrolment, person, "enrolled", now, {PINNED: str(enrolment.release_id)})])
    return enrolment, is_new


def _periods(person: User, work: UUID) -> QuerySet[Enrolment]:
    """The latest first."""
    return Enrolment.objects.filter(person=person, work=work).order_by("-period")


def of_latest_period() -> Q:
    """Of enrolments, those that were not renewed: with it, each person follows a work once."""
    of_hers = {"person": OuterRef("person"), "work": OuterRef("work")}
    return ~Q(Exists(Enrolment.objects.filter(**of_hers, period__gt=OuterRef("period"))))


@transaction.atomic
def withdraw(*, enrolment: Enrolment) -> None:
    """Leave a course; what was done stays in the log and counts again on coming back."""
    enrolment = Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    if enrolment.withdrawn_at:
        return
    enrolment.withdrawn_at = enrolment.changed_at = timezone.now()
    enrolment.save(update_fields=["withdrawn_at", "changed_at"])
    append([_record(enrolment, enrolment.person, "withdrew", enrolment.withdrawn_at)])


def find_enrolment(*, person: User, course: Course) -> Enrolment | None:
    """The person's enrolment in the course or in a translation of it, unless she left it.

    Whoever left her latest period does not follow an earlier one instead.
    """
    latest = _periods(person, course.work_id).select_related("release", "course").first()
    return None if latest is None or latest.withdrawn_at else latest


def find_enrolled(registrations: Collection[UUID]) -> dict[UUID, Enrolled]:
    """Live enrolments by registration, each within its course."""
    live = Enrolment.objects.filter(registration__in=registrations, withdrawn_at=None)
    return {row.registration: Enrolled(row.id, row.person_id, row.course_id) for row in live}


def _revive(enrolment: Enrolment, now: datetime) -> None:
    if enrolment.withdrawn_at:
        enrolment.withdrawn_at, enrolment.changed_at = None, now
        enrolment.save(update_fields=["withdrawn_at", "changed_at"])


def _record(
    enrolment: Enrolment,
    person: User,
    verb: str,
    at: datetime,
    result: Mapping[str, str] | None = None,
) -> NewRecord:
    return NewRecord(
        id=new_registration(),
        learner=person.id,
        actor=person.actor,
        registration=enrolment.registration,
        object_kind="course",
        object=enrolment.course_id,
        release=enrolment.release_id,
        verb=verb,
        occurred_at=at,
        result=result,
        trust=Trust.OBSERVED,
    )
