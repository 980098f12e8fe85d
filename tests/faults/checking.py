"""Owns the judgement after a storm: what was accepted is in the log, and the log is what is shown.

In the style of Jepsen: every client writes down what it was told (`ok`) and what it never heard
(`unknown`); then `ok ⊆ log ⊆ ok ∪ unknown`, no id twice, contents equal, and everything that is
computed from the log equals what the log comes to.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from campus.outbox.models import OutboxMail
from campus.owed.models import Owed
from campus.records.models import LearningRecord
from campus.records.proving import prove
from tests.faults.breaking.weather import POISON
from workers.certificates.models import Credential
from workers.certificates.proving import credentials as proving
from workers.progress.proving.verifying import verify

SENT_BY_PHONES = ("experienced", "completed", "answered")


def faults(
    *,
    ok: Collection[UUID],
    unknown: Collection[UUID] = (),
    verbs: Collection[str] = ("completed",),
) -> list[str]:
    """Every broken promise, N1 to N3; empty if all was kept."""
    return [*of_the_log(set(ok), set(unknown), verbs=verbs), *of_the_fold()]


def of_the_log(
    ok: set[UUID],
    unknown: set[UUID],
    *,
    verbs: Collection[str],
    registrations: Collection[UUID] | None = None,
) -> Iterator[str]:
    """N1: what was accepted is there, once; what is there was sent. Of these enrolments, or all."""
    rows = LearningRecord.objects.filter(verb__in=verbs)
    if registrations is not None:
        rows = rows.filter(registration__in=registrations)
    logged = Counter(rows.values_list("id", flat=True))
    yield from (f"accepted and not in the log: {id_}" for id_ in ok - set(logged))
    yield from (f"in the log and never sent: {id_}" for id_ in set(logged) - ok - unknown)
    yield from (f"{times} times in the log: {id_}" for id_, times in logged.items() if times > 1)


def of_the_clock(since: datetime) -> Iterator[str]:
    """Whatever other clocks say, a record was stored when the database's clock says so."""
    until = timezone.now() + timedelta(seconds=5)
    wrong = LearningRecord.objects.exclude(stored_at__gte=since, stored_at__lte=until)
    for id_, stored_at in wrong.values_list("id", "stored_at"):
        yield f"record {id_} says it was stored at {stored_at}"


def of_contents(sent: Mapping[UUID, Mapping[str, Any]]) -> Iterator[str]:
    """N2: what is in the log under an id is what was sent under it."""
    for record in LearningRecord.objects.filter(id__in=list(sent)):
        item, said = sent[record.id], json.loads(record.statement)
        result, meant_result = said.get("result", {}), item.get("result") or {}
        stored = (str(record.object), record.verb, result.get("duration"), record.occurred_at)
        at = datetime.fromisoformat(item["at"])
        meant = (item["lesson"], item["verb"], meant_result.get("duration"), at)
        if stored != meant:
            yield f"{record.id} says {stored}, sent was {meant}"


def of_the_fold() -> Iterator[str]:
    """N3: every projection equals the fold of the log."""
    found = verify()
    yield from (f"not folded: {found.waiting} records" for _ in [1] if found.waiting)
    yield from found.differences


def of_the_seals() -> Iterator[str]:
    yield from prove().faults


def of_credentials() -> Iterator[str]:
    """N4: each one was due, each one due is there, and nobody has two."""
    found = proving.verify()
    yield from (f"{found.waiting} credentials are still owed" for _ in [1] if found.waiting)
    yield from found.differences
    keys = ("subject_kind", "subject", "achievement", "period")
    several = Credential.objects.values(*keys).annotate(n=Count("id")).filter(n__gt=1)
    yield from (f"{row['n']} credentials of one person: {row['subject']}" for row in several)


def is_repeat(fault: str) -> bool:
    """A mail that was sent again: rightly so where its sender was struck before it could say so."""
    return fault.startswith("mail ") and " was sent " in fault


def is_passing(fault: str) -> bool:
    """What waits just now: the same words another time are another fault."""
    return fault.startswith("not folded") or "still owed" in fault


def of_effects(delivered: Mapping[str, int]) -> Iterator[str]:
    """N5: each mail was sent, and once; each credential has its PDF."""
    for mail, sent_at in OutboxMail.objects.exclude(subject=POISON).values_list("id", "sent_at"):
        times = delivered.get(str(mail), 0)
        if sent_at is None or not times:
            yield f"mail {mail} was written and not sent"
        elif times > 1:
            yield f"mail {mail} was sent {times} times"
    without = Credential.objects.filter(certificate=None).values_list("id", flat=True)
    yield from (f"credential {id_} has no document" for id_ in without)
    left = Owed.objects.filter(parked_at=None).values_list("kind", "key")
    yield from (f"still owed: {kind} {key}" for kind, key in left)
