"""Owns what pages of other origins may do at `/xapi`: everything that a key lets them (CORS)."""

from collections.abc import Sequence

from django.http import HttpResponse

from campus.records.xapi.attachments import HASH
from campus.records.xapi.versions import HEADER

_SENT = (
    "Authorization",
    "Content-Type",
    "Accept-Language",
    "If-Match",
    "If-None-Match",
    HEADER,
    HASH,
)
_READ = (
    "ETag",
    "Last-Modified",
    "Retry-After",
    "Content-Length",
    HEADER,
    "X-Experience-API-Consistent-Through",
)
_SECONDS = 86_400


def let_read(response: HttpResponse) -> None:
    """Any origin may read this answer: no cookie counts here, so none is let through."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = ", ".join(_READ)


def asked_before(methods: Sequence[str]) -> HttpResponse:
    """What a browser is told that asks, before it sends a request, whether it may."""
    response = HttpResponse(status=204)
    response.headers["Allow"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
    response.headers["Access-Control-Allow-Headers"] = ", ".join(_SENT)
    response.headers["Access-Control-Max-Age"] = str(_SECONDS)
    return response
