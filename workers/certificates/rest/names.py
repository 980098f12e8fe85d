"""Owns `/api/v1/me/certificate-name`: the name that my certificates show."""

from typing import Annotated, Any

from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.naming import confirm, confirmed_name, may_change
from workers.certificates.rules.spelling import cleaned


class CertificateName(Struct, kw_only=True):
    """What my certificates say; nothing is issued to me before I confirmed it."""

    name: Annotated[str | None, Meta(description="As I confirmed it; null while I have not.")]
    suggested: Annotated[str, Meta(description="The name of my account: right for most people.")]
    may_change: Annotated[
        bool, Meta(description="false once a certificate shows it: then ask for a correction there")
    ]


class ConfirmName(Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(max_length=1000)]


_EXAMPLE: dict[str, Any] = {
    "name": "Aïcha Diallo",
    "suggested": "Aïcha Diallo",
    "may_change": True,
}


class MyCertificateName(View):
    permission_classes = [SignedIn]

    @described(
        "The name on my certificates",
        name="certificate_name_read",
        tag="credentials",
        answer=CertificateName,
        problems=(401,),
        example=_EXAMPLE,
    )
    def get(self, request: Request) -> Response:
        return Response(_shown(request))

    @described(
        "Confirm the name on my certificates",
        name="certificate_name_confirm",
        tag="credentials",
        body=ConfirmName,
        answer=CertificateName,
        problems=(400, 401, 409),
        example=_EXAMPLE,
        send={"name": "Aïcha Diallo"},
    )
    def put(self, request: Request) -> Response:
        """What waited for it is issued within a minute; control and direction marks are left out.

        409 `name_is_on_certificates` once a certificate shows another: ask for a correction there.
        """
        confirm(person=person_of(request), name=parsing.body(request, ConfirmName).name)
        return Response(_shown(request))


def _shown(request: Request) -> CertificateName:
    person = person_of(request)
    return CertificateName(
        name=confirmed_name(person), suggested=cleaned(person.name), may_change=may_change(person)
    )
