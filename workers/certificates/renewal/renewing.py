"""Owns renewal: from when a certificate that ends may be earned anew, and the period that begins.

Of courses only: a track is made for one team, and is not followed twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from courses import enrolment as following
from courses.models import Enrolment
from workers.certificates.ends.revoking import live
from workers.certificates.models import Achievement, Credential, TargetKind
from workers.certificates.rules.validity import renewal_opens
from workers.certificates.statuses.standing import EXPIRED, VALID, status_of


@dataclass(frozen=True, slots=True)
class Renewal:
    """From when the course of a certificate that ends may be followed anew, and what came of it.

    `enrolment` is that of her latest period; `follower` is the certificate she earned in a later
    one than this certificate's.
    """

    opens: datetime
    is_open: bool
    is_begun: bool
    enrolment: Enrolment
    follower: str | None


@transaction.atomic
def renew(*, person: User, credential: Credential, now: datetime) -> tuple[Enrolment, bool]:
    """Her enrolment in the next period of the course, and whether it is new; again is the same.

    When she completes it she gets a certificate of that period; this one stays until its end.
    Raises Conflict with the code `not_renewable`, with `renewal_not_open` and the day in words, or
    with that of what ended it; NotFound where the course is not published any more.
    """
    live(credential)
    renewal = renewals(person, [credential], now).get(credential.id)
    if renewal is None:
        raise _not_renewable(credential)
    if renewal.is_begun:
        return following.enrol(person=person, course=renewal.enrolment.course)
    if not renewal.is_open:
        day = date_format(localtime(renewal.opens), "DATE_FORMAT")
        raise Conflict(_("You can renew it from {day}.").format(day=day), code="renewal_not_open")
    return following.renew(enrolment=renewal.enrolment)


def renewals(
    person: User, credentials: Iterable[Credential], now: datetime
) -> Mapping[str, Renewal]:
    """By credential, of those of hers that stand and are renewed; three queries at most."""
    ending = {
        one: opens
        for one in credentials
        if one.person_id == person.id
        and status_of(one, now) in (VALID, EXPIRED)
        and (opens := opens_at(one))
    }
    works = _works({one.achievement_id for one in ending})
    if not works:
        return {}
    latest, newest = _latest(person, set(works.values())), _newest(person, set(works))
    return {
        one.id: Renewal(
            opens,
            is_open=opens <= now,
            is_begun=latest[work].period > one.period,
            enrolment=latest[work],
            follower=_later(one, newest.get(one.achievement_id)),
        )
        for one, opens in ending.items()
        if (work := works.get(one.achievement_id)) and work in latest
    }


def opens_at(credential: Credential) -> datetime | None:
    """As its version was published; None for what is not renewed."""
    return renewal_opens(credential.valid_until, credential.version.renewal_opens_months)


def _not_renewable(credential: Credential) -> Conflict:
    if credential.valid_until is None:
        detail = _("This certificate does not end: there is nothing to renew.")
    else:
        detail = _("This certificate ends, and is not renewed.")
    return Conflict(detail, code="not_renewable")


def _works(achievements: set[UUID]) -> Mapping[UUID, UUID]:
    """By achievement of a course, its work; what is archived is issued no more."""
    rows = Achievement.objects.filter(
        id__in=achievements, target_kind=TargetKind.WORK, archived_at=None
    )
    return dict(rows.values_list("id", "target")) if achievements else {}


def _latest(person: User, works: set[UUID]) -> Mapping[UUID, Enrolment]:
    """By work, her enrolment in its latest period."""
    rows = Enrolment.objects.filter(following.of_latest_period(), person=person, work__in=works)
    return {row.work_id: row for row in rows.select_related("person", "course__current_release")}


def _later(credential: Credential, newest: Credential | None) -> str | None:
    return newest.id if newest and newest.period > credential.period else None


def _newest(person: User, achievements: set[UUID]) -> Mapping[UUID, Credential]:
    """By achievement, hers that stands, of the latest period."""
    rows = Credential.objects.filter(
        person=person, achievement__in=achievements,
        revoked_at=None, superseded_at=None, erased_at=None,
    )  # fmt: skip
    in_order = rows.only("achievement", "period").order_by("period")
    return {row.achievement_id: row for row in in_order}
