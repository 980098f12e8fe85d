"""Owns `GET /api/v1/credentials`: mine, as data, as the signed document, and as the PDF."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.rest import conditional, pacing, paging
from campus.rest.paging import Cursor, Cut, Page, PageQuery
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.certificates.ends.sharing import address_with
from workers.certificates.ends.withdrawn import Withdrawn, withdrawn_from
from workers.certificates.holding.mine import find_held, followers_of, held_by, pdf_of
from workers.certificates.models import Credential
from workers.certificates.renewal.renewing import opens_at
from workers.certificates.signed.documents import MEDIA_TYPE
from workers.certificates.statuses.standing import status_of

PDF = "application/pdf"
FILES_A_MINUTE = 120
_NO_UUID = UUID(int=0)


class CredentialOut(Struct, kw_only=True):
    """A credential of mine, or one that I earned with a team."""

    id: str
    title: str
    achievement: UUID
    version: int
    recipient: str
    team: UUID | None
    language: str
    issued_at: datetime
    status: Annotated[str, Meta(description="valid, expired, superseded, revoked or erased")]
    valid_until: datetime | None
    renewal_opens_at: Annotated[
        datetime | None, Meta(description="From when I may renew it; null where it is not renewed.")
    ]
    superseded_at: datetime | None
    revoked_at: datetime | None
    evidence_withdrawn_at: Annotated[
        datetime | None,
        Meta(description="Since when records it was issued on count no more; it stays valid."),
    ]
    supersedes: str | None
    superseded_by: Annotated[str | None, Meta(description="The corrected one in its place.")]
    share_url: Annotated[
        str | None, Meta(description="Shows my whole name; null while I have not switched it on.")
    ]
    verify_url: Annotated[str, Meta(description="Public, and known only to whom I give it.")]
    pdf_url: Annotated[
        str | None, Meta(description="Made when it is first asked for; null once erased.")
    ]
    json_url: Annotated[str, Meta(description="The Open Badges 3.0 credential, signed.")]


class CredentialPage(Page[CredentialOut]):
    """One page of credentials, the newest first."""


_CREDENTIAL: dict[str, Any] = {
    "id": "7Kq2mX9dTf4Rw8abcdefgh",
    "title": "Attestation de suivi · Écrire clair",
    "achievement": "0198c6f2-0009-7c3d-8e4f-5a6b7c8d9e0f",
    "version": 1,
    "recipient": "Aïcha Diallo",
    "team": None,
    "language": "fr",
    "issued_at": "2026-11-23T08:30:00Z",
    "status": "valid",
    "valid_until": None,
    "renewal_opens_at": None,
    "superseded_at": None,
    "revoked_at": None,
    "evidence_withdrawn_at": None,
    "supersedes": None,
    "superseded_by": None,
    "share_url": None,
    "verify_url": "https://campus.example/verify/7Kq2mX9dTf4Rw8abcdefgh",
    "pdf_url": "https://campus.example/api/v1/credentials/7Kq2mX9dTf4Rw8abcdefgh.pdf",
    "json_url": "https://campus.example/api/v1/credentials/7Kq2mX9dTf4Rw8abcdefgh.json",
}


class Credentials(View):
    permission_classes = [SignedIn]

    @described(
        "My certificates",
        name="credentials_list",
        tag="credentials",
        query=PageQuery,
        answer=CredentialPage,
        problems=(400, 401),
        example={"results": [_CREDENTIAL], "next": None, "previous": None},
    )
    def get(self, request: Request) -> Response:
        """Mine, and those that I earned with a team; I keep them when I leave it."""
        cut = paging.asked(request, values=2)
        page, has_more = paging.trim(_rows(me(request), cut), cut)
        following, before = paging.addresses(request, cut, [_cursor(row) for row in page], has_more)
        return Response(CredentialPage(_all_shown(page), following, before))


class OneCredential(View):
    permission_classes = [SignedIn]

    @described(
        "One of my certificates",
        name="credentials_read",
        tag="credentials",
        answer=CredentialOut,
        problems=(401, 404),
        example=_CREDENTIAL,
    )
    def get(self, request: Request, credential_id: str) -> Response:
        (one,) = _all_shown([find_held(me(request), credential_id)])
        return Response(one)


class CredentialDocument(View):
    permission_classes = [SignedIn]

    @described(
        "One of my certificates, as the signed Open Badges 3.0 document",
        name="credentials_json",
        tag="credentials",
        answer={"type": "object", "additionalProperties": True},
        media_type=MEDIA_TYPE,
        problems=(401, 404),
    )
    def get(self, request: Request, credential_id: str) -> HttpResponse:
        """The exact text that was signed, whatever `Accept` says."""
        credential = find_held(me(request), credential_id)
        return conditional.ready(
            request,
            credential.document.encode(),
            cache=conditional.PRIVATE,
            media_type=MEDIA_TYPE,
        )


class CredentialPDF(View):
    permission_classes = [SignedIn]

    @described(
        "One of my certificates, as a PDF",
        name="credentials_pdf",
        tag="credentials",
        answer={"type": "string", "format": "binary"},
        media_type=PDF,
        problems=(401, 404, 429),
    )
    def get(self, request: Request, credential_id: str) -> HttpResponse:
        """PDF/A-3 and PDF/UA, signed, with the signed document attached.

        Made when it is first asked for, which takes a second or so: `document_not_ready` says
        in `Retry-After` when to ask again.
        """
        bear_files(request)
        credential = find_held(me(request), credential_id)
        response = conditional.ready(
            request,
            pdf_of(credential),
            cache=conditional.PRIVATE,
            media_type=PDF,
        )
        response.headers["Content-Disposition"] = (
            f'inline; filename="certificate-{credential_id}.pdf"'
        )
        return response


def me(request: Request) -> User:
    assert isinstance(request.user, User)  # the policy lets nobody else in
    return request.user


def bear_files(request: Request) -> None:
    """Of one person, whatever the file: each may have to be drawn, or waited for."""
    pacing.bear(request, "credential-files", a_minute=FILES_A_MINUTE, per="user")


def _rows(person: User, cut: Cut) -> list[Credential]:
    """One more than the page; secret ids have no order in time, so the moment comes first."""
    rows = held_by(person)
    if cut.cursor:
        at, id_ = datetime.fromtimestamp(int(cut.cursor.values[0]), UTC), cut.cursor.values[1]
        past = "gt" if cut.backwards else "lt"
        later = Q(**{f"issued_at__{past}": at})
        rows = rows.filter(later | Q(**{"issued_at": at, f"id__{past}": id_}))
    order = ("issued_at", "id") if cut.backwards else ("-issued_at", "-id")
    return list(rows.order_by(*order)[: cut.limit + 1])


def _cursor(row: Credential) -> Cursor:
    return Cursor([int(row.issued_at.timestamp()), row.id], _NO_UUID)


def _all_shown(rows: Sequence[Credential]) -> list[CredentialOut]:
    ids = [row.id for row in rows]
    withdrawn, followers = withdrawn_from(ids), followers_of(ids)
    return [shown(row, withdrawn.get(row.id), followers.get(row.id)) for row in rows]


def shown(
    credential: Credential, withdrawn: Withdrawn | None, follower: str | None
) -> CredentialOut:
    public = settings.CAMPUS_PUBLIC_URL
    door = f"{public}/api/v1/credentials/{credential.id}"
    return CredentialOut(
        id=credential.id,
        title=credential.title,
        achievement=credential.achievement_id,
        version=credential.version.number,
        recipient=credential.recipient_name,
        team=credential.team_id,
        language=credential.language,
        issued_at=credential.issued_at,
        status=status_of(credential, timezone.now()),
        valid_until=credential.valid_until,
        renewal_opens_at=opens_at(credential),
        superseded_at=credential.superseded_at,
        revoked_at=credential.revoked_at,
        evidence_withdrawn_at=withdrawn.since if withdrawn else None,
        supersedes=credential.supersedes_id,
        superseded_by=follower,
        share_url=address_with(credential, token) if (token := credential.share_token) else None,
        verify_url=f"{public}/verify/{credential.id}",
        pdf_url=None if credential.erased_at else f"{door}.pdf",
        json_url=f"{door}.json",
    )
