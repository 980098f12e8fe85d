"""Owns the waiving of a step: a named person says that somebody need not do it, and why."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import Role, User
from campus.accounts.roles import is_campus_staff, organisations_of
from campus.audit.noting import note
from campus.errors import Conflict, Invalid, NotAllowed, NotFound
from campus.ids import new_registration
from campus.records.appending import append
from campus.records.models import LearningRecord, Void
from campus.records.statements import NewRecord
from campus.records.verbs import Trust
from campus.records.voiding import void

from .models import RevisionStep, TrackEnrolment
from .steps import STEP
from .teams import is_coach

WAIVED = "waived"
MOST_REASON = 2_000


@transaction.atomic
def waive(
    *, by: User, enrolment: TrackEnrolment, step: UUID, reason: str, record: UUID | None = None
) -> UUID:
    """Count a step as done for one person, in this named person's name; answers the record.

    A form or a program that may send it twice gives the same `record` both times. Raises NotAllowed
    unless she coaches the team, trains for its organisation or works for the campus, and for her
    own steps; NotFound for a step that the track has no more; Conflict if it is waived already, the
    person left, or the id is another record's; Invalid without a reason.
    """
    enrolment = _held().get(pk=enrolment.pk)
    _refuse(by, enrolment)
    if record and _said_before(record, enrolment, step):
        return record
    if enrolment.withdrawn_at:
        raise Conflict(_("This person no longer follows the track."), code="withdrawn")
    reason = reason.strip()
    if not reason or len(reason) > MOST_REASON:
        detail = _("Say why, in at most {most} characters: the reason is kept.")
        raise Invalid(detail.format(most=MOST_REASON), code="no_reason")
    asked = RevisionStep.objects.filter(
        revision__track=enrolment.track_id, revision__replaced_at=None, step_id=step
    ).first()
    if asked is None:
        raise NotFound(_("The track has no such step: it may have changed."), code="no_such_step")
    if is_waived(enrolment=enrolment, step=step):
        raise Conflict(_("This step is waived already."), code="waived_already")
    said = _record(by, enrolment, asked, reason, record or new_registration())
    append([said])
    _note("step.waived", by, enrolment, asked)
    return said.id


@transaction.atomic
def take_back(*, by: User, record: UUID) -> TrackEnrolment:
    """Ask for the step again: its waiver counts no more; answers whose it was.

    Raises NotFound for what waives nothing (any more), NotAllowed as `waive` does.
    """
    said = LearningRecord.objects.counting().filter(id=record, verb=WAIVED).first()
    if said is None:
        detail = _("No step is waived by this: it may have been taken back already.")
        raise NotFound(detail, code="no_such_waiver")
    enrolment = _held().get(registration=said.registration)
    _refuse(by, enrolment)
    if void(records=[said], by=by):
        _note("step.asked_again", by, enrolment, _newest(said.object))
    return enrolment


def is_waived(*, enrolment: TrackEnrolment, step: UUID) -> bool:
    """As the log says it, so also before it is folded."""
    said = LearningRecord.objects.counting().filter(registration=enrolment.registration)
    return said.filter(object=step, verb=WAIVED).exists()


def may_waive(by: User, enrolment: TrackEnrolment) -> bool:
    """Coach of the team, trainer of its organisation, or campus staff; nobody for herself."""
    team = enrolment.track.team
    if by.pk == enrolment.person_id:
        return False
    if team is None:
        return is_campus_staff(by)
    return is_coach(by, team.id) or team.organisation_id in organisations_of(by, Role.Kind.TRAINER)


def _refuse(by: User, enrolment: TrackEnrolment) -> None:
    if by.pk == enrolment.person_id:
        raise NotAllowed(_("Nobody waives their own steps: ask your coach."), code="own_step")
    if not may_waive(by, enrolment):
        detail = _("Only the team's coach or a trainer of its organisation waives a step.")
        raise NotAllowed(detail, code="not_coach_or_trainer")


def _held() -> QuerySet[TrackEnrolment]:
    """Nobody joins, leaves or is spared a step in it until the transaction ends."""
    rows = TrackEnrolment.objects.select_for_update(of=("self",))
    return rows.select_related("person", "track__team")


def _said_before(record: UUID, enrolment: TrackEnrolment, step: UUID) -> bool:
    found = LearningRecord.objects.filter(id=record).first()
    if found is None:
        return False
    is_taken_back = Void.objects.filter(voided=record).exists()
    about = (found.registration, found.object, found.verb)
    if is_taken_back or about != (enrolment.registration, step, WAIVED):
        raise Conflict(_("This id belongs to another record: make a new one."), code="id_taken")
    return True


def _newest(step: UUID) -> RevisionStep:
    return RevisionStep.objects.filter(step_id=step).order_by("-revision__number")[0]


def _note(deed: str, by: User, enrolment: TrackEnrolment, step: RevisionStep) -> None:
    """Without her name, which the log forgets when she asks for it and this does not."""
    note(by=by, deed=deed, about=("step", step.step_id, str(step)), within=enrolment.track)


def _record(
    by: User, enrolment: TrackEnrolment, asked: RevisionStep, reason: str, id_: UUID
) -> NewRecord:
    return NewRecord(
        id=id_,
        learner=enrolment.person_id,
        actor=enrolment.person.actor,
        registration=enrolment.registration,
        object_kind=STEP,
        object=asked.step_id,
        release=asked.revision_id,
        verb=WAIVED,
        occurred_at=timezone.now(),
        trust=Trust.ATTESTED,
        result={"reason": reason},
        asserted_by=by.id,
        asserted_actor=by.actor,
    )
