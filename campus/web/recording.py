"""Owns how a plain form becomes a learning record, through the same door as every client's."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from campus.errors import Conflict, Invalid
from campus.records.receiving import Receipt, ReceiptStatus, receive
from campus.web.pages import person_of
from courses.models import Enrolment


def record_said(
    request: HttpRequest,
    *,
    enrolment: Enrolment,
    lesson: UUID,
    verb: str,
    result: dict[str, Any] | None = None,
) -> UUID:
    """Store what the form says under the id and time it was made with, so that twice is once.

    Raises Conflict if the same form was sent before with other content, Invalid with the
    reason if it is refused.
    """
    record = _id_in(request)
    item: dict[str, Any] = {
        "id": str(record),
        "enrolment": str(enrolment.id),
        "lesson": str(lesson),
        "verb": verb,
        "at": request.POST.get("at", ""),
    }
    if result is not None:
        item["result"] = result
    _refuse(receive(person=person_of(request), items=[json.dumps(item).encode()]).receipts[0])
    return record


def _id_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("record", ""))
    except ValueError:
        detail = _("This form is incomplete: reload the page and send it again.")
        raise Invalid(detail, code="form_incomplete") from None


def _refuse(receipt: Receipt) -> None:
    if receipt.status is ReceiptStatus.CONFLICT:
        detail = _("You sent this form before: reload the page to answer anew.")
        raise Conflict(detail, code="form_sent_before")
    if receipt.status is ReceiptStatus.REFUSED:
        raise Invalid(receipt.detail or "", code=receipt.code)
