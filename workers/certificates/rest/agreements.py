"""Owns `/api/v1/me/team-certificate-name`: whether my teams' certificates show my name."""

from typing import Annotated

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest import pacing
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.ends.agreeing import agree, has_agreed, take_back

CHANGES_A_MINUTE = 6


class NameOnTeams(Struct, kw_only=True):
    """My consent, which I give and take back as I like."""

    agreed: Annotated[
        bool,
        Meta(description="Whether they show my name; else they count me among the members."),
    ]


class MyNameOnTeams(View):
    permission_classes = [SignedIn]

    @described(
        "My name on my teams' certificates",
        name="team_name_read",
        tag="credentials",
        answer=NameOnTeams,
        problems=(401,),
        example={"agreed": False},
    )
    def get(self, request: Request) -> Response:
        return Response(NameOnTeams(agreed=has_agreed(person_of(request))))

    @described(
        "Agree to be named on my teams' certificates",
        name="team_name_agree",
        tag="credentials",
        answer=NameOnTeams,
        problems=(401, 429),
        example={"agreed": True},
    )
    def put(self, request: Request) -> Response:
        """One that was issued is replaced within a minute, and the members are told."""
        _bear(request)
        agree(person=person_of(request))
        return self.get(request)

    @described(
        "Take back my name from my teams' certificates",
        name="team_name_take_back",
        tag="credentials",
        status=204,
        problems=(401, 429),
    )
    def delete(self, request: Request) -> Response:
        """One that names me is replaced within a minute, and the members are told."""
        _bear(request)
        take_back(person=person_of(request))
        return Response(status=204)


def _bear(request: Request) -> None:
    """Each change may sign a certificate anew and write to a whole team."""
    pacing.bear(request, "team-names", a_minute=CHANGES_A_MINUTE, per="user")
