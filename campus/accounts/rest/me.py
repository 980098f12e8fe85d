"""Owns `GET /api/v1/me`: what the campus knows of the person who asks."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View


class MyRole(Struct):
    kind: Annotated[str, Meta(description="author, trainer, manager or staff")]
    organisation: str


class MyAffiliation(Struct):
    organisation: str
    starts_on: date
    ends_on: date | None


class Me(Struct, kw_only=True):
    """My account; `actor` is the name under which learning records speak of me."""

    id: UUID
    actor: UUID
    email: str
    name: str
    language: str
    joined_at: datetime
    roles: list[MyRole]
    affiliations: list[MyAffiliation]


_EXAMPLE: dict[str, Any] = {
    "id": "0198c6f2-0008-7c3d-8e4f-5a6b7c8d9e0f",
    "actor": "2b1d7c56-6f0e-4c0a-9d5a-3f6f6f1f5b11",
    "email": "learner@campus.example",
    "name": "Aïcha Diallo",
    "language": "fr",
    "joined_at": "2026-11-02T09:00:00Z",
    "roles": [],
    "affiliations": [{"organisation": "Campus", "starts_on": "2026-01-01", "ends_on": None}],
}


class MyAccount(View):
    permission_classes = [SignedIn]

    @described(
        "My account", name="me_retrieve", tag="me", answer=Me, problems=(401,), example=_EXAMPLE
    )
    def get(self, request: Request) -> Response:
        return Response(_shown(person_of(request)))


def _shown(person: User) -> Me:
    return Me(
        id=person.id,
        actor=person.actor,
        email=person.email,
        name=person.name,
        language=person.language,
        joined_at=person.date_joined,
        roles=[
            MyRole(role.kind, role.organisation.name)
            for role in person.roles.select_related("organisation").order_by("kind", "id")
        ],
        affiliations=[
            MyAffiliation(row.organisation.name, row.starts_on, row.ends_on)
            for row in person.affiliations.select_related("organisation").order_by("starts_on")
        ],
    )
