"""Owns the strikes that come by message: doubled, reversed, late, slow, poisoned."""

import time
from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from campus.owed.models import Owed
from campus.records.models import LearningRecord
from tests.faults.breaking.weather import POISON
from tests.faults.storms import Round
from tests.faults.struck import wait_for


def send_late(round_: Round) -> None:
    round_.send()
    late = F("stored_at") - timedelta(days=6)
    if _logged(round_).filter(occurred_at__lt=late).exists():
        round_.landed = "stored a week after"


def send_ten_times(round_: Round) -> None:
    phones = round_.learners.phones(round_.chance)
    for phone in phones:
        phone.times = 5
    round_.send([*phones, *phones])
    if round_.heard.duplicates >= 5 * len(round_.heard.ok):
        round_.landed = "counted once, each"


def send_backwards(round_: Round) -> None:
    round_.send(round_.learners.phones_backwards(pause=0.8))
    for registration in round_.learners.registrations:
        rows = _logged(round_).filter(registration=registration).order_by("position")
        said = list(rows.values_list("occurred_at", flat=True))
        if len(said) > 1 and said == sorted(said, reverse=True):
            round_.landed = "logged backwards"


def answer_mail_slowly(round_: Round) -> None:
    struck = round_.struck
    struck.mail.seconds_to_answer = 2.0 if round_.is_control else 0.5
    round_.send()
    time.sleep(1)
    running = len(struck.pids("celery", " beat ")), len(struck.pids("celery", " worker "))
    if min(running) >= 2:
        round_.landed = "two of each at work"


def send_poison(round_: Round) -> None:
    from django.core.mail import send_mail

    from campus.outbox.models import OutboxMail

    send_mail(POISON, "…", None, ["somebody@example.org"])
    round_.send()
    key = str(OutboxMail.objects.filter(subject=POISON).latest("written_at").id)
    if not wait_for(lambda: _is_parked(key), seconds=30):
        round_.told.append(f"poison {key} was not parked")
    elif (tries := Owed.objects.get(key=key).tries) >= 3:
        round_.landed = f"{tries} tries"
    Owed.objects.filter(key=key).delete()


def _is_parked(key: str) -> bool:
    """Looks once a second, and lets the lease of 20 seconds run out meanwhile."""
    time.sleep(1)
    rows = Owed.objects.filter(key=key)
    rows.filter(parked_at=None).update(due_at=timezone.now())
    return rows.exclude(parked_at=None).exists()


def _logged(round_: Round) -> QuerySet[LearningRecord]:
    return LearningRecord.objects.filter(id__in=round_.heard.ok)
