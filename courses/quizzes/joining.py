"""Owns how a team answers one attempt together: who begins gets a code, the others join by it."""

import secrets
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from campus.errors import Conflict, NotFound
from courses.models import Attempt, AttemptMember, Enrolment
from courses.quizzes.tries import is_over

# Without letters and figures that look alike: a code is read out in a room.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 8


def spelled(code: str) -> str:
    """The code as it is kept, however it was typed."""
    return code.replace("-", "").replace(" ", "").upper()


def the_open_one(attempt: Attempt, code: str) -> Attempt:
    if code and code != attempt.code:
        detail = _("You are in the middle of an attempt: hand that in, then join your team.")
        raise Conflict(detail, code="attempt_open")
    return attempt


def new_code() -> str:
    return "".join(secrets.choice(_LETTERS) for _letter in range(_CODE_LENGTH))


def joined(hers: Enrolment, quiz: UUID, code: str) -> Attempt:
    rows = Attempt.objects.select_for_update(of=("self",), no_key=True)
    attempt = rows.filter(
        code=code, lesson=quiz, enrolment__course=hers.course_id, submitted_at=None
    ).first()
    if attempt is None or is_over(attempt):
        detail = _("No team is answering under this code: ask who began for the code again.")
        raise NotFound(detail, code="unknown_code")
    AttemptMember.objects.create(attempt=attempt, enrolment=hers, joined_at=timezone.now())
    return attempt
