"""Owns the first thing a request meets: answers that are ready, from this process's memory.

A door marks what is the same for everybody (`campus.rest.conditional.Keep`); its whole answer is
then kept here and handed out without session, language or database, until the catalogue's
revision changes. That is looked up at most once a second, so a publication is seen a second
later. A blob never changes: it is kept whatever is published, until some file is withdrawn.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from campus.rest.conditional import IMMUTABLE, Keep, is_known
from courses.catalogue import revising
from courses.catalogue.revising import Revision

LARGEST = 1024 * 1024
MOST_BYTES = 48 * 1024 * 1024
SECONDS = 1.0

_BLOBS = "/api/v1/blobs/"
_PAGES = tuple(f"/{code}/courses" for code, _name in settings.LANGUAGES)
_PUBLIC = ("/api/v1/courses", "/api/v1/lessons/", _BLOBS, *_PAGES)
# Set per request or per reader: what is handed out to everybody has none of them.
_PERSONAL = ("Set-Cookie", "Content-Language", "Vary")
_OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
_VARY = "Cookie, X-Session-Token, Authorization"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer as it goes out again while the catalogue, or a file, has this revision."""

    content: bytes
    headers: tuple[tuple[str, str], ...]
    short_headers: tuple[tuple[str, str], ...]
    etag: str
    revision: str


class Shelf:
    """Answers by address, bounded in bytes: the oldest goes first. Reading takes no lock."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._entries: dict[str, Entry] = {}
        self._bytes = 0
        self._most_bytes = most_bytes
        self._lock = threading.Lock()

    def find(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def put(self, key: str, entry: Entry) -> None:
        with self._lock:
            self._take_out(key)
            self._entries[key] = entry
            self._bytes += _weight(key, entry)
            while self._bytes > self._most_bytes:
                self._take_out(next(iter(self._entries)))

    def _take_out(self, key: str) -> None:
        if entry := self._entries.pop(key, None):
            self._bytes -= _weight(key, entry)


class Latest:
    """The catalogue's revision, at most `SECONDS` old.

    While the database does not answer, the last one known goes on to count: reading goes on.
    """

    def __init__(self) -> None:
        self._known: Revision | None = None
        self._asked_at = float("-inf")
        self._changes_here = revising.Here.changes
        self._lock = threading.Lock()

    def current(self) -> Revision:
        now = time.monotonic()
        known = self._known
        if known is None or self._is_old(now):
            with self._lock:
                if self._known is None or self._is_old(now):
                    self._changes_here = revising.Here.changes
                    self._known = self._ask()
                    self._asked_at = now
                known = self._known
        return known

    def _is_old(self, now: float) -> bool:
        return now - self._asked_at >= SECONDS or self._changes_here != revising.Here.changes

    def _ask(self) -> Revision:
        try:
            return revising.current()
        except DatabaseError as fault:
            if self._known is None:
                raise
            log.warning("the catalogue's revision is unknown: %s", fault)
            return self._known


class ReadyBytes:
    """The middleware. What it does not know goes on to the doors, and may be kept then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._shelf = Shelf()
        self._latest = Latest()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        is_part = "HTTP_RANGE" in request.META
        if not path.startswith(_PUBLIC) or request.method not in ("GET", "HEAD"):
            return self._get_response(request)
        if is_part:
            return self._asked(request)
        is_blob = path.startswith(_BLOBS)
        if not is_blob and _names_a_person(request):
            return self._get_response(request)
        latest = self._latest.current()
        revision = latest.files if is_blob else latest.reading
        key = _key(request)
        entry = self._shelf.find(key)
        if entry is None or entry.revision != revision:
            return self._ask(request, key, revision)
        return _answer(request, entry)

    def _ask(self, request: HttpRequest, key: str, revision: str) -> HttpResponseBase:
        response = self._asked(request)
        keep = getattr(response, "keep", Keep.NOT)
        if keep is Keep.NOT or not isinstance(response, HttpResponse) or response.cookies:
            return response
        if request.method == "GET" and len(response.content) <= LARGEST:
            self._shelf.put(key, _entry(response, keep, revision))
        return response

    def _asked(self, request: HttpRequest) -> HttpResponseBase:
        """What never changes is the same for everybody, whatever other middleware says of it."""
        response = self._get_response(request)
        if response.headers.get("Cache-Control") == IMMUTABLE:
            for name in ("Vary", "Content-Language"):
                response.headers.pop(name, None)
        return response


def _names_a_person(request: HttpRequest) -> bool:
    meta = request.META
    return (
        "HTTP_X_SESSION_TOKEN" in meta
        or "HTTP_AUTHORIZATION" in meta
        or any(f"{name}=" in meta.get("HTTP_COOKIE", "") for name in _OWN_COOKIES)
    )


def _key(request: HttpRequest) -> str:
    """Pages hold addresses made with the host they were asked at."""
    meta = request.META
    host = f"{meta.get('wsgi.url_scheme')}://{meta.get('HTTP_HOST', '')}"
    return f"{host}{request.path_info}?{meta.get('QUERY_STRING', '')}"


def _entry(response: HttpResponse, keep: Keep, revision: str) -> Entry:
    headers = {k: v for k, v in response.headers.items() if k not in _PERSONAL}
    if keep is not Keep.FOREVER:
        headers["Vary"] = _VARY
    headers["Content-Length"] = str(len(response.content))
    short = {k: v for k, v in headers.items() if k not in ("Content-Type", "Content-Length")}
    return Entry(
        content=response.content,
        headers=tuple(headers.items()),
        short_headers=tuple(short.items()),
        etag=headers["ETag"],
        revision=revision,
    )


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked and is_known(asked, entry.etag):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
        headers = entry.short_headers
    else:
        response = HttpResponse(entry.content if request.method == "GET" else b"")
        headers = entry.headers
    for name, value in headers:
        response.headers[name] = value
    return response


def _weight(key: str, entry: Entry) -> int:
    return len(key) + len(entry.content) + 1024
