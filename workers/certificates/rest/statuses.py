"""Owns `/status/{list}`: the signed list in which anybody reads what was withdrawn."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from campus.errors import NotFound
from campus.rest import conditional, pacing
from campus.rest.policies import Anyone
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.models import StatusList
from workers.certificates.signed.documents import MEDIA_TYPE

# As long as the list's own `ttl` says.
_FOR_A_MINUTE: Final = "public, max-age=60"
A_MINUTE: Final = 600


class CredentialStatuses(View):
    permission_classes = [Anyone]
    authentication_classes = []

    @described(
        "Which credentials were withdrawn",
        name="status_list",
        tag="credentials",
        answer={"type": "object", "additionalProperties": True},
        media_type=MEDIA_TYPE,
        problems=(404, 429),
    )
    def get(self, request: Request, list_id: str) -> HttpResponse:
        """A W3C `BitstringStatusListCredential`, signed: one bit for each of many credentials.

        Nobody learns from it which one is asked about.
        """
        pacing.bear(request, "status-list", a_minute=A_MINUTE)
        rows = StatusList.objects.filter(id=list_id)
        document = rows.values_list("document", flat=True).first()
        if document is None:
            raise NotFound(_("No status list has this address: compare it with the credential's."))
        return conditional.ready(
            request, document.encode(), cache=_FOR_A_MINUTE, media_type=MEDIA_TYPE
        )
