"""Owns the door for learning records: many claims in, an answer for each, none blocks another."""

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Invalid
from campus.rest.wording import fault_of

from .appending import Status, append
from .checking import Accepted, Claim, Refusal, Verdict, check, keep_beside

MOST_RECORDS = 500
CLOCK_SKEW = timedelta(minutes=5)
OLDEST_YEAR = 1970


_DURATION = (
    r"\AP(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?"
    r"(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+([.,][0-9]+)?S)?)?\Z"
)
Duration = Annotated[str, msgspec.Meta(pattern=_DURATION, max_length=40)]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
# JSON may hold a NUL, PostgreSQL's text and JSON may not.
Name = Annotated[str, msgspec.Meta(max_length=100, pattern=r"\A[^\x00]*\Z")]
Response = Annotated[
    dict[Name, Annotated[list[Name], msgspec.Meta(max_length=100)]], msgspec.Meta(max_length=500)
]


class Result(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Every field some verb allows; which verb allows which is the table's business."""

    duration: Duration | None = None
    progress: Share | None = None
    response: Response | None = None


class RecordIn(msgspec.Struct, forbid_unknown_fields=True):
    id: UUID
    enrolment: UUID
    verb: str
    at: datetime
    lesson: UUID | None = None
    step: UUID | None = None
    result: Result | None = None


class _OnlyId(msgspec.Struct):
    id: str | None = None


class ReceiptStatus(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one item; `id` is as the client sent it, None if it had none.

    `result` is what the campus found out about it at once: the grade of a quiz's answers.
    """

    id: str | None
    status: ReceiptStatus
    code: str | None = None
    detail: str | None = None
    result: Mapping[str, Any] | None = None


_record_decoder = msgspec.json.Decoder(RecordIn)
_id_decoder = msgspec.json.Decoder(_OnlyId)
# Bytes that are no UTF-8 and lists in lists without end come as errors of Python's own.
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch; `position` is the last place in the log that any of it has."""

    receipts: list[Receipt]
    position: int | None


@dataclass(slots=True)
class _Item:
    """One item on its way: a claim about some kind of object, or already refused."""

    id: str | None
    kind: str = ""
    claim: Claim | None = None
    verdict: Verdict | None = None


def receive(*, person: User, items: Sequence[bytes | msgspec.Raw]) -> Received:
    """Check and append what one person's client sends; answers in the order given.

    Everything that can be stored is stored in one transaction. Raises Invalid, and stores
    nothing, for more than `MOST_RECORDS` items.
    """
    if len(items) > MOST_RECORDS:
        raise Invalid(
            _("{count} records are too many at once: send at most {most}, then the rest.").format(
                count=len(items), most=MOST_RECORDS
            ),
            code="too_many_records",
        )
    now = timezone.now()
    read = [_read(item, now) for item in items]
    for kind in ("lesson", "step"):
        _judge(person, [item for item in read if item.kind == kind], kind)
    with transaction.atomic() if any(map(_leads_to_more, read)) else nullcontext():
        return _append(read)


def _leads_to_more(item: _Item) -> bool:
    """Whether storing it takes more than the one statement that appends."""
    verdict = item.verdict
    return isinstance(verdict, Accepted) and bool(verdict.follows or verdict.beside)


def _read(raw: bytes | msgspec.Raw, now: datetime) -> _Item:
    try:
        record = _record_decoder.decode(raw)
    except _UNREADABLE as fault:
        detail = _("This record cannot be read: {fault}. Correct it and send it again.")
        return _refused(_id_of(raw), "malformed", detail.format(fault=_said(fault)))
    return _claim(record, now)


def _said(fault: Exception) -> str:
    """What is wrong, in the reader's language, and where."""
    said = fault_of(str(fault))
    where = f" ({said.pointer})" if said.pointer else ""
    return said.detail.removesuffix(".") + where


def _claim(record: RecordIn, now: datetime) -> _Item:
    id_ = str(record.id)
    if (record.lesson is None) == (record.step is None):
        return _refused(id_, "no_object", _("Name either a lesson or a step."))
    if record.at.tzinfo is None:
        return _refused(id_, "no_offset", _("Give the time with its offset, as 2026-01-31T09:00Z."))
    if record.at.year < OLDEST_YEAR:
        return _refused(id_, "too_old", _("Before 1970 nobody learnt here: correct the time."))
    if record.at > now + CLOCK_SKEW:
        return _refused(
            id_, "from_the_future", _("This lies in the future: set the device's clock and resend.")
        )
    kind, object_ = ("step", record.step) if record.step else ("lesson", record.lesson)
    assert object_ is not None
    claim = Claim(
        id=record.id,
        enrolment=record.enrolment,
        object=object_,
        verb=record.verb,
        at=record.at.astimezone(UTC),
        result=_plain(record.result),
    )
    return _Item(id_, kind, claim)


def _plain(result: Result | None) -> dict[str, Any] | None:
    return None if result is None else (msgspec.to_builtins(result) or None)


def _refused(id_: str | None, code: str, detail: str) -> _Item:
    return _Item(id_, verdict=Refusal(code, detail))


def _id_of(raw: bytes | msgspec.Raw) -> str | None:
    try:
        return _id_decoder.decode(raw).id
    except _UNREADABLE:
        return _id_beside_half_a_character(raw)


def _id_beside_half_a_character(raw: bytes | msgspec.Raw) -> str | None:
    try:
        found = json.loads(bytes(raw))
    except (ValueError, RecursionError):
        return None
    id_ = found.get("id") if isinstance(found, dict) else None
    return id_ if isinstance(id_, str) and id_.isascii() else None


def _judge(person: User, items: list[_Item], kind: str) -> None:
    claims = [item.claim for item in items if item.claim]
    if not claims:
        return
    for item, verdict in zip(items, check(kind, person, claims), strict=True):
        item.verdict = verdict


def _append(items: list[_Item]) -> Received:
    """What follows from a record is appended only where the record itself was stored just now."""
    accepted = [item.verdict for item in items if isinstance(item.verdict, Accepted)]
    outcomes = append([verdict.record for verdict in accepted])
    pairs = zip(accepted, outcomes, strict=True)
    stored = [verdict for verdict, outcome in pairs if outcome.status is Status.STORED]
    followed = append([follows for verdict in stored for follows in verdict.follows])
    keep_beside(stored)
    given = iter(outcomes)
    receipts = [
        _receipt(item, next(given).status if isinstance(item.verdict, Accepted) else None)
        for item in items
    ]
    positions = [outcome.position for outcome in (*outcomes, *followed) if outcome.position]
    return Received(receipts, max(positions, default=None))


def _receipt(item: _Item, status: Status | None) -> Receipt:
    if status is Status.CONFLICT:
        detail = _("A record with this id and other content is already stored: use a new id.")
        return Receipt(item.id, ReceiptStatus.CONFLICT, "id_taken", detail)
    if isinstance(item.verdict, Accepted):
        assert status is not None
        return Receipt(item.id, ReceiptStatus(status.value), result=_found_out(item.verdict))
    assert item.verdict is not None
    return Receipt(item.id, ReceiptStatus.REFUSED, item.verdict.code, item.verdict.detail)


def _found_out(verdict: Accepted) -> Mapping[str, Any] | None:
    return next((record.result for record in verdict.follows), None)
