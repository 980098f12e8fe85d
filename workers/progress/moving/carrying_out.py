"""Owns the doing of a move that was looked at: as a job for many, at once for oneself.

Whoever has another number by the time the job comes to her is left where she is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.accounts.models import User
from campus.audit.noting import note
from campus.errors import Conflict
from campus.jobs import working
from campus.jobs.doing import Report
from campus.jobs.models import Job
from courses import moving
from courses.models import CourseRelease, Enrolment
from courses.moving import Moving
from workers.progress.models import Move, MovedEnrolment
from workers.progress.moving.foreseeing import Foreseen, effect_of, foresee, stamp_of
from workers.progress.moving.looking import batches

MOVE = "progress.move"
Outcome = MovedEnrolment.Outcome


@transaction.atomic
def start(*, move: Move, by: User) -> Job:
    """Ask for the move that was looked at; raises Conflict where that was done before."""
    move = Move.objects.select_for_update(of=("self",)).select_related("course").get(pk=move.pk)
    if move.job:
        raise Conflict(_("This was asked for already: look again."), code="asked_for_already")
    job = working.start(
        kind=MOVE,
        owner=by,
        title=_("Move to another release: {course}").format(course=move.course.title),
        arguments={"move": str(move.pk)},
    )
    move.job, move.by = job.pk, by
    move.save(update_fields=["job", "by"])
    return job


def carry_out(job: Job, report: Report) -> Mapping[str, Any]:
    """Handler of `MOVE`: those whose number is as it was looked at move, the others are listed."""
    of = Move.objects.select_related("by", "course", "release")
    move = of.get(pk=job.arguments["move"])
    rows = list(move.enrolments.filter(outcome=Outcome.LOOKED_AT).order_by("enrolment_id"))
    done = moved = 0
    for some in batches(rows):
        moved += _carry_out(some, move.by)
        done += len(some)
        report(done, len(rows))
    move.ended_at = timezone.now()
    move.save(update_fields=["ended_at"])
    _note(move, moved)
    return {"address": reverse("admin:progress_move_change", args=[move.pk]),
            "text": _told(moved, len(rows) - moved)}  # fmt: skip


def _note(move: Move, people: int) -> None:
    """In the history of the course, beside its publications."""
    deed, detail = "people.moved_back", {"people": people}
    if move.release:
        deed, detail = "people.moved", {"people": people, "number": move.release.number}
    note(by=move.by, deed=deed, about=move.course, detail=detail)


@transaction.atomic
def _carry_out(rows: Sequence[MovedEnrolment], by: User) -> int:
    """The enrolments are held before their numbers are read, so nobody moves them in between."""
    held = moving.locked([row.enrolment_id for row in rows])
    wanted = {row.enrolment_id: row for row in rows}
    seen = foresee(held, {row.enrolment_id: row.after_id for row in rows})
    same = [one for one in seen if _is_as_looked_at(one, wanted[one.enrolment.id])]
    moved = moving.move(
        moving=[Moving(one.enrolment.id, one.before, one.after) for one in same], by=by
    )
    for row in rows:
        row.outcome = Outcome.MOVED if row.enrolment_id in moved else Outcome.MOVED_ON
    MovedEnrolment.objects.bulk_update(rows, ["outcome"])
    return len(moved)


def _is_as_looked_at(seen: Foreseen, row: MovedEnrolment) -> bool:
    return seen.before == row.before_id and seen.effect.equals(effect_of(row))


@transaction.atomic
def move_own(*, enrolment: Enrolment, release: CourseRelease, seen: str) -> Foreseen:
    """The learner moves herself, having seen what it does; `seen` is that preview's stamp.

    Raises Conflict where her number is no longer the one she saw, or where she reads the release.
    """
    held = moving.locked([enrolment.id])
    (foreseen,) = foresee(held, {enrolment.id: release.id})
    if foreseen.before == release.id:
        raise Conflict(_("You read this release already."), code="reads_it_already")
    if stamp_of(foreseen) != seen:
        detail = _("Your progress has moved on since you looked: look again, then move.")
        raise Conflict(detail, code="moved_on")
    asked = Moving(enrolment.id, foreseen.before, release.id)
    if not moving.move(moving=[asked], by=enrolment.person):
        raise Conflict(_("You have left this course: join it again first."), code="withdrawn")
    return foreseen


def _told(moved: int, left: int) -> str:
    said = ngettext("{count} person moved.", "{count} people moved.", moved).format(count=moved)
    if not left:
        return said
    more = ngettext(
        "{count} person has moved on meanwhile and stays on the old release: look again.",
        "{count} people have moved on meanwhile and stay on the old release: look again.",
        left,
    )
    return f"{said} {more.format(count=left)}"
