"""Owns whose attempts are whose, and when the time of one is over, by the campus's clock."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from courses.models import Attempt, AttemptMember
from courses.rules.grading import QuestionKey, read_key

# What the last answers may take on their way; told to every client.
GRACE = timedelta(seconds=30)


def of_enrolment(enrolment: UUID) -> Q:
    """The attempts she began, and those of teams she joined."""
    return Q(enrolment=enrolment) | Q(members__enrolment=enrolment)


def tries_of(enrolment: UUID, quiz: UUID) -> QuerySet[Attempt]:
    """Without `distinct`: nobody joins an attempt of her own, nor any twice."""
    return Attempt.objects.filter(of_enrolment(enrolment), lesson=quiz).order_by("started_at")


def of_person(person: User) -> Q:
    """The same for all her enrolments; nobody else's attempt is ever found."""
    joined = AttemptMember.objects.filter(enrolment__person=person)
    return Q(enrolment__person=person) | Q(id__in=joined.values("attempt"))


def attempt_locked(person: User, quiz: UUID, attempt: UUID) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("released", "enrolment__person").defer("released__feedback")
    row = rows.filter(of_person(person), lesson=quiz, id=attempt).first()
    if row is None:
        raise NotFound(_("You have no such attempt."), code="unknown_attempt")
    return row


def key_of(attempt: Attempt) -> dict[str, QuestionKey]:
    """Of the questions it asks, by the release it began with: a bank may hold many more."""
    compiled = attempt.released.key or {}
    return read_key({id_: compiled[id_] for id_ in attempt.question_ids})


def is_over(attempt: Attempt) -> bool:
    return attempt.due_at is not None and attempt.due_at < latest_due()


def was_cut_off(attempt: Attempt) -> bool:
    """Whether time handed it in, not she."""
    if attempt.due_at is None or attempt.submitted_at is None:
        return False
    return attempt.submitted_at >= attempt.due_at + GRACE


def latest_due() -> datetime:
    """An attempt that was due before this is over."""
    return timezone.now() - GRACE
