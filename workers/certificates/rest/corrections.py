"""Owns `/api/v1/credentials/{id}/corrections`: my name is wrong, and what was decided."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.ends.correcting import ask, requests_of
from workers.certificates.holding.mine import find_held
from workers.certificates.models import NameRequest


class Correction(Struct, kw_only=True):
    """What I asked for, and the answer."""

    id: UUID
    name: str
    reason: str
    asked_at: datetime
    status: Annotated[str, Meta(description="open, accepted or refused")]
    decided_at: datetime | None
    answer: str


class Corrections(Struct, kw_only=True):
    """The newest first."""

    results: list[Correction]


class AskCorrection(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=1000)]
    reason: Annotated[str, Meta(max_length=1000)] = ""


_CORRECTION: dict[str, Any] = {
    "id": "0198c6f2-0009-7c3d-8e4f-5a6b7c8d9e0f",
    "name": "Aïcha Diallo",
    "reason": "Il manque un tréma.",
    "asked_at": "2026-11-23T08:30:00Z",
    "status": "open",
    "decided_at": None,
    "answer": "",
}


class MyCorrections(View):
    permission_classes = [SignedIn]

    @described(
        "What I asked to correct on a certificate of mine",
        name="corrections_list",
        tag="credentials",
        answer=Corrections,
        problems=(401, 404),
        example={"results": [_CORRECTION]},
    )
    def get(self, request: Request, credential_id: str) -> Response:
        held = find_held(person_of(request), credential_id)
        rows = requests_of(person_of(request), held)
        return Response(Corrections(results=[_shown(row) for row in rows]))

    @described(
        "Ask for another name on a certificate of mine",
        name="corrections_ask",
        tag="credentials",
        body=AskCorrection,
        answer=Correction,
        status=201,
        problems=(400, 401, 404, 409),
        example=_CORRECTION,
        send={"name": "Aïcha Diallo", "reason": "Il manque un tréma."},
    )
    def post(self, request: Request, credential_id: str) -> Response:
        """Staff decide. Once accepted, another certificate supersedes this one.

        409 `request_open` while an earlier request waits; 409 where the certificate has ended.
        """
        sent = parsing.body(request, AskCorrection)
        person = person_of(request)
        asked = ask(
            person=person,
            credential=find_held(person, credential_id),
            name=sent.name,
            reason=sent.reason,
        )
        return Response(_shown(asked), status=201)


def _shown(row: NameRequest) -> Correction:
    decided = "accepted" if row.is_accepted else "refused"
    return Correction(
        id=row.id,
        name=row.name,
        reason=row.reason,
        asked_at=row.asked_at,
        status=decided if row.decided_at else "open",
        decided_at=row.decided_at,
        answer=row.answer,
    )
