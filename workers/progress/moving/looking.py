"""Owns the look before a move: who would have which number, kept so that exactly that is done.

Numbers are read from the log itself, so that nothing which waits to be folded is missed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Invalid
from courses.enrolment import of_latest_period
from courses.models import Course, CourseRelease, Enrolment
from workers.progress.models import Move, MovedEnrolment
from workers.progress.moving.foreseeing import Foreseen, foresee

MOST_AT_ONCE = 5_000
_BATCH = 200


def look(*, course: Course, release: CourseRelease, by: User) -> Move:
    """Keep what moving everybody to this release would do; nobody moves yet.

    At most `MOST_AT_ONCE` enrolments, the earliest first: look again for the others. Whoever
    renewed is moved in her latest period: what she completed before stays as it was. Raises
    Invalid for a release of another course, Conflict where everybody reads it already.
    """
    if release.course_id != course.id:
        detail = _("This is no release of the course: choose one of its releases.")
        raise Invalid(detail, code="foreign_release")
    live = Enrolment.objects.filter(of_latest_period(), course=course, withdrawn_at=None)
    live = live.exclude(release=release)
    rows = list(live.order_by("enrolled_at", "id")[:MOST_AT_ONCE])
    if not rows:
        detail = _("Everybody who follows the course reads this release already.")
        raise Conflict(detail, code="nobody_to_move")
    move = Move(course=course, release=release, by=by, looked_at=timezone.now())
    return _keep(move, rows, dict.fromkeys((row.id for row in rows), release.id))


def look_back(*, move: Move, by: User) -> Move:
    """Keep what moving back those whom this move moved would do; nobody moves yet.

    Raises Conflict where nobody it moved reads its release still.
    """
    moved = move.enrolments.filter(outcome=MovedEnrolment.Outcome.MOVED)
    back = {one.enrolment_id: (one.after_id, one.before_id) for one in moved}
    rows = [
        row
        for row in Enrolment.objects.filter(id__in=back, withdrawn_at=None).order_by("id")
        if row.release_id == back[row.id][0]
    ]
    if not rows:
        detail = _("Nobody whom this moved reads that release still: there is nothing to undo.")
        raise Conflict(detail, code="nobody_to_move")
    undo = Move(course=move.course, undoes=move, by=by, looked_at=timezone.now())
    return _keep(undo, rows, {row.id: back[row.id][1] for row in rows})


@transaction.atomic
def _keep(move: Move, rows: Sequence[Enrolment], after: Mapping[UUID, UUID]) -> Move:
    move.save()
    for some in batches(rows):
        seen = foresee(some, after)
        MovedEnrolment.objects.bulk_create([_row(move, one) for one in seen])
    return move


def _row(move: Move, seen: Foreseen) -> MovedEnrolment:
    before, after = seen.effect.before, seen.effect.after
    return MovedEnrolment(
        move=move,
        enrolment=seen.enrolment,
        before_id=seen.before,
        after_id=seen.after,
        position=seen.effect.position,
        done_before=before.minutes_done,
        minutes_before=before.minutes,
        state_before=before.state,
        done_after=after.minutes_done,
        minutes_after=after.minutes,
        state_after=after.state,
    )


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
