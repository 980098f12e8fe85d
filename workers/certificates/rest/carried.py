"""Owns `…/credentials/{id}.jwt` and `.png`: mine, in the forms that wallets and sites take."""

from django.http import HttpResponse
from rest_framework.request import Request

from campus.rest import conditional
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.holding import baking, tokening
from workers.certificates.holding.mine import find_held
from workers.certificates.signed import tokens

from .credentials import bear_files, me

PNG = "image/png"


class CredentialAsToken(View):
    permission_classes = [SignedIn]

    @described(
        "One of my certificates, as a VC-JWT",
        name="credentials_jwt",
        tag="credentials",
        answer={"type": "string"},
        media_type=tokens.MEDIA_TYPE,
        problems=(401, 404, 429),
    )
    def get(self, request: Request, credential_id: str) -> HttpResponse:
        """Signed with ES256 when it is first asked for; 404 while it is being made."""
        bear_files(request)
        text = tokening.token_of(find_held(me(request), credential_id))
        return _file(request, text.encode(), tokens.MEDIA_TYPE, f"{credential_id}.jwt")


class CredentialAsBadge(View):
    permission_classes = [SignedIn]

    @described(
        "One of my certificates, as a badge",
        name="credentials_png",
        tag="credentials",
        answer={"type": "string", "format": "binary"},
        media_type=PNG,
        problems=(401, 404, 429),
    )
    def get(self, request: Request, credential_id: str) -> HttpResponse:
        """A picture that carries the signed document (Open Badges 3.0, section 5.3.1)."""
        bear_files(request)
        badge = baking.bake(find_held(me(request), credential_id))
        return _file(request, badge, PNG, f"{credential_id}.png")


def _file(request: Request, content: bytes, media_type: str, name: str) -> HttpResponse:
    response = conditional.ready(request, content, cache=conditional.PRIVATE, media_type=media_type)
    response.headers["Content-Disposition"] = f'inline; filename="certificate-{name}"'
    return response
