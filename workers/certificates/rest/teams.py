"""Owns `GET /api/v1/teams/{id}/credentials`: what a team and its members earned in its tracks."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.holding.teams import Earned, earned_by
from workers.certificates.statuses.standing import status_of


class TeamCredential(Struct, kw_only=True):
    title: str
    holder: Annotated[str, Meta(description="team or person")]
    name: Annotated[str | None, Meta(description="null for members who did not agree to be named")]
    language: str
    issued_at: datetime
    valid_until: datetime | None
    status: str
    verify_url: Annotated[str | None, Meta(description="The team's own, and mine; else null.")]


class TeamCredentialList(Struct, kw_only=True):
    results: Annotated[list[TeamCredential], Meta(description="The newest first, 200 at most.")]


_EXAMPLE: dict[str, Any] = {
    "title": "Attestation de suivi · Mener son projet",
    "holder": "team",
    "name": "Équipe Drôme",
    "language": "fr",
    "issued_at": "2026-11-23T08:30:00Z",
    "valid_until": None,
    "status": "valid",
    "verify_url": "https://campus.example/verify/7Kq2mX9dTf4Rw8abcdefgh",
}


class TeamCredentials(View):
    permission_classes = [SignedIn]

    @described(
        "The certificates of a team",
        name="team_credentials",
        tag="credentials",
        answer=TeamCredentialList,
        problems=(401, 404),
        example={"results": [_EXAMPLE]},
    )
    def get(self, request: Request, team_id: UUID) -> Response:
        """For its members, its coach and campus staff; names by consent."""
        now = timezone.now()
        earned = earned_by(team_id, viewer=person_of(request))
        return Response(TeamCredentialList(results=[_out(one, now) for one in earned]))


def _out(earned: Earned, now: datetime) -> TeamCredential:
    one, id_ = earned.credential, earned.address_id
    return TeamCredential(
        title=one.title,
        holder=one.subject_kind,
        name=earned.name,
        language=one.language,
        issued_at=one.issued_at,
        valid_until=one.valid_until,
        status=status_of(one, now),
        verify_url=f"{settings.CAMPUS_PUBLIC_URL}/verify/{id_}" if id_ else None,
    )
