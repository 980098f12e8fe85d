"""Owns `POST /api/v1/records`: up to 500 records in, an answer for each."""

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.records.receiving import MOST_RECORDS, Receipt, ReceiptStatus, RecordIn, receive
from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View

from . import verbs
from .batches import items_of

if TYPE_CHECKING:
    Record = RecordIn
else:
    Record = verbs.documented(RecordIn)


class RecordBatch(msgspec.Struct):
    """How a batch looks; at most 500 records."""

    records: Annotated[list[Record], msgspec.Meta(max_length=MOST_RECORDS)]


class Score(msgspec.Struct):
    scaled: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class Grade(msgspec.Struct):
    """How the campus graded answers; `success` says whether the quiz is passed."""

    score: Score
    success: bool


class RecordReceipt(msgspec.Struct, omit_defaults=True):
    """What became of one item; `code` and `detail` say why one was not stored.

    `result` is the grade, where the item was a quiz's answers.
    """

    id: str | None
    status: ReceiptStatus
    code: str | None = None
    detail: str | None = None
    result: Grade | None = None


class RecordReceipts(msgspec.Struct):
    """One result for each item, in the order they were sent."""

    results: list[RecordReceipt]
    position: Annotated[
        int | None,
        msgspec.Meta(
            description="The last place in the log that any of these records has: with "
            "`?after=` it, progress is answered once it counts them. Null where none was stored."
        ),
    ]


_ID = "0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f"
_SEND: dict[str, Any] = {
    "records": [
        {
            "id": _ID,
            "enrolment": "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f",
            "lesson": "0198c6f2-0002-7c3d-8e4f-5a6b7c8d9e0f",
            "verb": "completed",
            "at": "2026-11-23T08:30:00+01:00",
            "result": {"duration": "PT6M"},
        }
    ]
}
_ANSWER = {"results": [{"id": _ID, "status": "stored"}], "position": 1024}


class Records(View):
    permission_classes = [SignedIn]
    parser_classes = [parsing.BytesOfItems]

    @described(
        "Say what was learnt",
        name="records_create",
        tag="records",
        body=RecordBatch,
        answer=RecordReceipts,
        problems=(400, 401),
        send=_SEND,
        example=_ANSWER,
    )
    def post(self, request: Request) -> Response:
        """Appends up to 500 records to the log.

        Each record has an id made by the client (any RFC 4122 UUID): sending it again changes
        nothing. The answer is 200 with one result an item: `stored`, `duplicate` (it was there
        already), `conflict` (the id was used for something else) or `refused` (with a code).
        An item never blocks another. More than 500 are refused as a whole: split them.
        """
        received = receive(person=person_of(request), items=items_of(request))
        shown = [_shown(receipt) for receipt in received.receipts]
        return Response(RecordReceipts(shown, received.position))


def _shown(receipt: Receipt) -> RecordReceipt:
    grade = msgspec.convert(receipt.result, Grade) if receipt.result else None
    return RecordReceipt(receipt.id, receipt.status, receipt.code, receipt.detail, grade)
