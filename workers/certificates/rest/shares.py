"""Owns `/api/v1/credentials/{id}/share`: the link that shows my whole name, on and off."""

from typing import Annotated

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.ends.sharing import address_with, switch_off, switch_on
from workers.certificates.holding.mine import find_held


class ShareLink(Struct, kw_only=True):
    share_url: Annotated[
        str, Meta(description="Shows my whole name to whoever has it, until I switch it off.")
    ]


class MyShareLink(View):
    permission_classes = [SignedIn]

    @described(
        "Switch the share link on",
        name="share_on",
        tag="credentials",
        answer=ShareLink,
        problems=(401, 404),
        example={"share_url": "https://campus.example/verify/7Kq2mX9dTf4Rw8abcdefgh?share=p0"},
    )
    def put(self, request: Request, credential_id: str) -> Response:
        """Mine only: a team's page masks no name. Again is the same link."""
        person = person_of(request)
        held = find_held(person, credential_id)
        token = switch_on(person=person, credential=held)
        return Response(ShareLink(share_url=address_with(held, token)))

    @described(
        "Switch the share link off",
        name="share_off",
        tag="credentials",
        status=204,
        problems=(401, 404),
    )
    def delete(self, request: Request, credential_id: str) -> Response:
        """Whoever has it then sees what everybody sees; the next one is another."""
        person = person_of(request)
        switch_off(person=person, credential=find_held(person, credential_id))
        return Response(status=204)
