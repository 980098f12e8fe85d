"""Owns the door of blobs: bytes for anyone, whole or in part, and which of them were withdrawn."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from msgspec import Meta, Struct
from rest_framework.request import Request

from campus.rest import paging, parsing, problems
from campus.rest.conditional import IMMUTABLE, PUBLIC, Keep, is_known, ready
from campus.rest.paging import Cursor, Page, SinceQuery
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from courses import browsing
from courses.files import blobs, ranges, withdrawing
from courses.files.mediatypes import PLAYED, RASTER
from courses.models import Blob

AT_ONCE = 4 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")

# Shown where they are linked from; everything else is offered for download. An SVG can hold
# scripts, so it never opens in our origin; HTML opens in a sandbox, without scripts or cookies.
# An `img` shows what it is given, whatever is said of downloading.
SHOWN = {"text/html", "application/json", *RASTER, *PLAYED}
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class OneBlob(View):
    permission_classes = [Anyone]
    authentication_classes = []

    @described(
        "Bytes by their SHA-256",
        name="blobs_retrieve",
        tag="courses",
        answer=bytes,
        also=206,
        problems=(404, 410, 416),
        media_type="*/*",
    )
    def get(self, request: Request, digest: str) -> HttpResponseBase:
        """Immutable: a device or a cache may keep it for ever. Only what a release refers to.

        `Range` with one range is answered with 206; a file that was withdrawn with 410.
        """
        if not _DIGEST.fullmatch(digest):
            raise Http404
        blob = browsing.find_blob(digest)
        response = answered(request, blob)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = SANDBOX
        if blob.media_type.split(";")[0] not in SHOWN:
            response.headers["Content-Disposition"] = "attachment"
        return response


def answered(request: Request | HttpRequest, blob: Blob) -> HttpResponseBase:
    """The bytes asked for. A long film goes out piece by piece: memory stays what it is."""
    etag = f'"{blob.digest}"'
    try:
        part = ranges.part_asked(_range(request, etag), blob.size)
    except ranges.Unsatisfiable:
        return _unsatisfiable(request, blob)
    if is_known(request.headers.get("If-None-Match", ""), etag):
        response: HttpResponseBase = ready(request, b"", cache=IMMUTABLE, etag=etag)
    elif part is None and blob.size <= AT_ONCE:
        body = blobs.read(blob)
        kind, keep = blob.media_type, Keep.FOREVER
        response = ready(request, body, cache=IMMUTABLE, keep=keep, etag=etag, media_type=kind)
    else:
        response = _in_pieces(request, blob, part)
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _range(request: Request | HttpRequest, etag: str) -> str:
    """The header, where it counts: for a GET, of what the client holds the rest of (13.1.5).

    We send no `Last-Modified`, so a date in `If-Range` is never the one that was sent.
    """
    if request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return ""
    known = is_known(request.headers.get("If-None-Match", ""), etag)
    return "" if known else request.headers.get("Range", "")


def _in_pieces(
    request: Request | HttpRequest, blob: Blob, part: tuple[int, int] | None
) -> HttpResponseBase:
    start, length = part or (0, blob.size)
    pieces = blobs.pieces(blob, start, length) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(
        pieces, content_type=blob.media_type, status=206 if part else 200
    )
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{blob.size}"
    response.headers["Content-Length"] = str(length)
    response.headers["ETag"] = f'"{blob.digest}"'
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def _unsatisfiable(request: Request | HttpRequest, blob: Blob) -> HttpResponse:
    detail = _("This file has {size} bytes: ask for some of those.").format(size=blob.size)
    response = problems.problem(request, status=416, code="no_such_range", detail=detail)
    response.headers["Content-Range"] = f"bytes */{blob.size}"
    return response


class WithdrawnBlob(Struct):
    digest: Annotated[str, Meta(description="SHA-256 of the bytes, as in their address.")]
    withdrawn_at: datetime


class WithdrawnPage(Page[WithdrawnBlob]):
    """One page of withdrawn files, the oldest withdrawal first."""


EXAMPLE = {
    "results": [
        {
            "digest": "3fdba35f04dc8c462986c992bcf875546257113072a909c162f7e470e581e278",
            "withdrawn_at": "2026-11-20T10:00:00Z",
        }
    ],
    "next": None,
    "previous": None,
}


class WithdrawnBlobs(View):
    permission_classes = [Anyone]
    authentication_classes = []

    @described(
        "Files that were withdrawn",
        name="blobs_withdrawn",
        tag="courses",
        query=SinceQuery,
        answer=WithdrawnPage,
        problems=(400,),
        example=EXAMPLE,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """For whoever holds copies, a cache in front of the campus say: drop these. Oldest first.

        A file that was made public again is no longer listed.
        """
        since = parsing.query(request, SinceQuery).updated_since
        cut = paging.asked(request, values=2)
        rows = withdrawing.withdrawn()
        rows = rows.filter(withdrawn_at__gte=since) if since else rows
        if cut.cursor:
            rows = rows.filter(_beside(cut.cursor))
        order = ("-withdrawn_at", "-digest") if cut.backwards else ("withdrawn_at", "digest")
        found = list(rows.only("digest", "withdrawn_at").order_by(*order)[: cut.limit + 1])
        page, has_more = paging.trim(found, cut)
        following, before = paging.addresses(request, cut, [_cursor(one) for one in page], has_more)
        listed = [WithdrawnBlob(one.digest, _time(one)) for one in page]
        return ready(request, encode(Page(listed, following, before)), cache=PUBLIC)


def _time(blob: Blob) -> datetime:
    assert blob.withdrawn_at is not None
    return blob.withdrawn_at


def _cursor(blob: Blob) -> Cursor:
    return Cursor([_time(blob).isoformat(), blob.digest], UUID(int=0))


def _beside(cursor: Cursor) -> Q:
    at, digest = cursor.values
    try:
        when = datetime.fromisoformat(str(at))
    except ValueError as error:
        raise paging.bad_cursor() from error
    if when.tzinfo is None:
        raise paging.bad_cursor()
    way = "lt" if cursor.backwards else "gt"
    same = Q(withdrawn_at=when, **{f"digest__{way}": str(digest)})
    return Q(**{f"withdrawn_at__{way}": when}) | same
