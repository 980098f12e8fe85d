"""Owns answers that a client, a proxy or a process may keep: strong ETag and 304."""

import hashlib
from enum import Enum

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

IMMUTABLE = "public, max-age=31536000, immutable"
PUBLIC = "public, no-cache"
PRIVATE = "private, no-cache"
PERSONAL = "private, no-store"


class Keep(Enum):
    """How long `courses.rest.ready` may hand out this answer to people who are not signed in."""

    NOT = "not"
    THIS_REVISION = "while the catalogue stays as it is"
    FOREVER = "for ever"


class Ready(HttpResponse):
    """Bytes with their ETag; `keep` says whether they are the same for everybody."""

    keep: Keep = Keep.NOT


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the client holds this content already (RFC 9110, 13.1.2: weak comparison)."""
    if not if_none_match:
        return False
    tags = (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))
    return if_none_match.strip() == "*" or etag in tags


def ready(
    request: Request | HttpRequest,
    content: bytes,
    *,
    cache: str,
    keep: Keep = Keep.NOT,
    etag: str | None = None,
    media_type: str = "application/json",
) -> Ready:
    """The bytes with their ETag, or 304 without them where the client has them already."""
    etag = etag or etag_of(content)
    if is_known(request.headers.get("If-None-Match", ""), etag):
        response = Ready(status=304)
        del response.headers["Content-Type"]
    else:
        response = Ready(content, content_type=media_type)
        response.keep = keep
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache
    return response
