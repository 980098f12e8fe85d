"""Owns the recognition of prior learning: evidence accredits a course, and can be withdrawn."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import Role, User
from campus.accounts.roles import organisations_of
from campus.errors import CampusError, Conflict, Invalid, NotAllowed
from campus.ids import new_registration
from campus.records.appending import append
from campus.records.models import LearningRecord
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from campus.records.voiding import void
from courses.enrolment import enrol
from courses.models import Accreditation, Course, Enrolment

Source = Accreditation.Source


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was shown of somebody's learning elsewhere, in words, and where it can be seen.

    `told_by` is what tells this evidence from any other of its source, where that is not its words.
    """

    source: str
    shown: str
    address: str = ""
    told_by: str = ""

    @property
    def digest(self) -> str:
        """The same evidence has the same digest, however often it is shown."""
        said = [self.source, self.told_by or [self.shown, self.address]]
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


@transaction.atomic
def accredit(
    *, person: User, course: Course, evidence: Evidence, by: User
) -> tuple[Accreditation, bool]:
    """Count the whole course as learnt, in this named person's name; answers whether it is new.

    The same evidence counts once, and not again once it was withdrawn. Who does not follow the
    course is enrolled on its current release. Raises NotAllowed for one's own learning and for
    courses of other organisations, Invalid where nothing was shown, NotFound for a draft.
    """
    if refusal := why_not(by=by, person=person, course=course):
        raise refusal
    if not evidence.shown.strip():
        raise Invalid(_("Say what was shown: a certificate, a transcript, a result."))
    enrolment = _enrolment(person, course)
    now = timezone.now()
    row, is_new = Accreditation.objects.get_or_create(
        person=person,
        work_id=course.work_id,
        digest=evidence.digest,
        defaults={
            "course": course,
            "source": evidence.source,
            "shown": evidence.shown.strip(),
            "address": evidence.address,
            "record": new_registration(),
            "by": by,
            "made_at": now,
        },
    )
    if is_new:
        append([_record(row, enrolment, now)])
    return row, is_new


def why_not(*, by: User, person: User, course: Course) -> CampusError | None:
    """Why she may not recognise this person's learning for this course, if she may not."""
    if by.pk == person.pk:
        detail = _("Nobody recognises their own learning: ask a colleague.")
        return NotAllowed(detail, code="own_learning")
    if course.organisation_id not in organisations_of(by, Role.Kind.TRAINER):
        detail = _("Only trainers of the organisation that owns the course recognise learning.")
        return NotAllowed(detail, code="not_a_trainer_of_it")
    return None


@transaction.atomic
def withdraw(*, accreditation: Accreditation, by: User, because: str) -> None:
    """Take the evidence back: its record is voided and progress is computed again.

    Certificates that were issued stay. Raises Conflict for what was withdrawn already, Invalid
    without a reason, NotAllowed as `accredit` does.
    """
    held = Accreditation.objects.select_for_update(of=("self",)).select_related("course", "person")
    row = held.get(pk=accreditation.pk)
    if refusal := why_not(by=by, person=row.person, course=row.course):
        raise refusal
    if not because.strip():
        raise Invalid(_("Say why: it is kept beside the evidence."), code="no_reason")
    if row.withdrawn_at:
        raise Conflict(_("This evidence was withdrawn already."), code="withdrawn_already")
    take_away(row, by=by, because=because.strip())


def take_away(row: Accreditation, *, by: User, because: str) -> None:
    """Without asking whether she may: for who asked already, and for what took itself back."""
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.withdrawn_because = because
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    void(records=list(LearningRecord.objects.filter(id=row.record)), by=by)


def _enrolment(person: User, course: Course) -> Enrolment:
    """Hers in the work, whichever translation; having left it, she does not come back by this."""
    hers = Enrolment.objects.filter(person=person, work_id=course.work_id)
    found = hers.order_by("-period").first()
    if found:
        return found
    enrolment, _is_new = enrol(person=person, course=course)
    return enrolment


def _record(row: Accreditation, enrolment: Enrolment, at: datetime) -> NewRecord:
    return NewRecord(
        id=row.record,
        learner=row.person_id,
        actor=row.person.actor,
        registration=enrolment.registration,
        object_kind="course",
        object=enrolment.course_id,
        release=enrolment.release_id,
        verb="accredited",
        occurred_at=at,
        result={"completion": True, "evidence": _told(row)},
        trust=Trust.ATTESTED,
        asserted_by=row.by_id,
        asserted_actor=row.by.actor,
    )


def _told(row: Accreditation) -> Mapping[str, Any]:
    told = {"kind": row.source, "text": row.shown}
    return told | ({"address": row.address} if row.address else {})
