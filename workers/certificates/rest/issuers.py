"""Owns `/.well-known/did.json`: the campus's public keys, for anybody who checks a credential."""

from django.http import HttpResponse
from rest_framework.request import Request

from campus.rest import conditional, pacing
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.issuers.publishing import document_at

DID_JSON = "application/did+json"
A_MINUTE = 600


class DidDocument(View):
    permission_classes = [Anyone]
    authentication_classes = []

    @described(
        "The campus's public keys",
        name="did_document",
        tag="credentials",
        answer={"type": "object", "additionalProperties": True},
        media_type=DID_JSON,
        problems=(429,),
    )
    def get(self, request: Request) -> HttpResponse:
        """The document of the campus's `did:web`: every key that ever signed a credential.

        Under a domain that the campus had before, that of what it was called then.
        """
        pacing.bear(request, "did-document", a_minute=A_MINUTE)
        return conditional.ready(
            request,
            encode(document_at(request.get_host())),
            cache=conditional.PUBLIC,
            media_type=DID_JSON,
        )
