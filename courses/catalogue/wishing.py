"""Owns wishes for courses that are missing: made once, supported by others, answered by staff."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Invalid, NotFound
from courses.models import Course, Wish, WishSupport

MOST_OPEN = 20


def open_wishes(*, seen_by: User | None = None) -> QuerySet[Wish]:
    """What is still missing, the most wanted first; `is_mine` and `is_supported` are hers."""
    mine = WishSupport.objects.filter(wish=OuterRef("pk"), person=seen_by)
    rows = Wish.objects.filter(closed_at=None).annotate(support=Count("supports") + Value(1))
    return rows.annotate(is_supported=Exists(mine)).order_by("-support", "-made_at", "id")


@transaction.atomic
def wish(*, person: User, title: str, why: str, language: str) -> tuple[Wish, bool]:
    """Say what is missing; answers whether it is new. The same words again support the first.

    Raises Invalid without a title, Conflict for somebody with many open wishes.
    """
    title = " ".join(title.split())
    if not any(sign.isalnum() for sign in title):
        raise Invalid(_("Say what is missing."), code="no_title")
    User.objects.select_for_update().get(pk=person.pk)
    same = Wish.objects.filter(closed_at=None, title__iexact=title).first()
    if same:
        support(wish=same, person=person)
        return same, False
    if Wish.objects.filter(person=person, closed_at=None).count() >= MOST_OPEN:
        detail = _("You have {most} open wishes: wait for some to be answered.")
        raise Conflict(detail.format(most=MOST_OPEN), code="too_many_wishes")
    now = timezone.now()
    made = Wish.objects.create(
        person=person, title=title[:200], why=why[:2000], language=language, made_at=now
    )
    return made, True


def find_wish(wish_id: UUID) -> Wish:
    found = Wish.objects.filter(pk=wish_id, closed_at=None).first()
    if found is None:
        raise NotFound(_("There is no such open wish."))
    return found


def support(*, wish: Wish, person: User) -> None:
    """Miss it too; once, however often it is said, and not beside one's own wish."""
    if wish.person_id != person.pk:
        WishSupport.objects.get_or_create(wish=wish, person=person)


def withdraw_support(*, wish: Wish, person: User) -> None:
    WishSupport.objects.filter(wish=wish, person=person).delete()


@transaction.atomic
def close(*, wish: Wish, answered_by: Course | None, at: datetime | None = None) -> None:
    """It is answered by a course, or will not be."""
    wish.answered_by = answered_by
    wish.closed_at = at or timezone.now()
    wish.save(update_fields=["answered_by", "closed_at"])
