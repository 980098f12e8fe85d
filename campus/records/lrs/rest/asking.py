"""Owns how a request of xAPI is read, whether it comes in the plain or the alternate syntax."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.datastructures import CaseInsensitiveMapping

from campus.records.models import XapiClient
from campus.records.xapi.multipart import media_type
from campus.records.xapi.refusals import Malformed, below
from campus.records.xapi.versions import HEADER, Version, of_header
from campus.rest.parsing import LARGEST_BODY

_MOST_PARAMETERS = 100
_PIECE_BYTES = 64 * 1024
_LONGEST_DRAIN = 8 * LARGEST_BODY
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
# 1.0.3, 1.3: what of a form stands for a header, or for the body; all else is a parameter.
_HEADERS = (
    "Authorization",
    HEADER,
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
)
_CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Letter:
    """A request as it was meant, before anybody looked who sent it."""

    method: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    is_alternate: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a door is asked: by which client, in which version. `headers` do not mind case.

    `sender` is None at a public door only.
    """

    method: str
    version: Version
    sender: XapiClient | None
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def client(self) -> XapiClient:
        assert self.sender is not None
        return self.sender

    @property
    def content_type(self) -> str | None:
        return self.headers.get("Content-Type")


def read(request: HttpRequest) -> Letter:
    """The request with each parameter once; raises Malformed, or Django's own for a large body."""
    body = _body(request)
    parameters = _pairs(request.META.get("QUERY_STRING", ""))
    headers: Mapping[str, str] = request.headers
    if "method" in parameters:
        return _alternate(request.method or "", parameters, headers, body)
    return Letter(request.method or "", parameters, headers, body)


def version_of(letter: Letter) -> Version:
    """The version asked for; raises Malformed also where it has no alternate syntax."""
    version = of_header(letter.headers.get(HEADER))
    if letter.is_alternate and not version.has_alternate_syntax:
        detail = "Version 2.0 has no alternate syntax: send the method itself, without “method”."
        raise Malformed("/method", "no_alternate_syntax", detail)
    return version


def _body(request: HttpRequest) -> bytes:
    """Also one that came in chunks: without a Content-Length, Django takes a body for empty."""
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    read = request.META["wsgi.input"].read if is_chunked else request.read
    try:
        return _chunked(read) if is_chunked else request.body
    except RequestDataTooBig:
        _drain(read)
        raise


def _chunked(read: Callable[[int], bytes]) -> bytes:
    pieces, left = [], LARGEST_BODY
    while piece := read(_PIECE_BYTES):
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raise RequestDataTooBig
    return b"".join(pieces)


def _drain(read: Callable[[int], bytes]) -> None:
    """Who is cut off while sending hardly ever reads why."""
    for _ in range(_LONGEST_DRAIN // _PIECE_BYTES):
        if not read(_PIECE_BYTES):
            return


def _alternate(
    method: str, parameters: Mapping[str, str], headers: Mapping[str, str], body: bytes
) -> Letter:
    """`POST ?method=…` with everything else in a form (1.0.3, 1.3)."""
    if method != "POST":
        detail = "Send “method” only with POST, and everything else in the form."
        raise Malformed("/method", "not_by_post", detail)
    if len(parameters) > 1:
        detail = "Beside “method”, send parameters in the form and none in the address."
        raise Malformed("", "not_together", detail)
    if body and media_type(headers.get("Content-Type", "")) != _FORM:
        raise Malformed("", "content_type", f"Send the form as {_FORM}.")
    form = _pairs(body)
    meant, content = parameters["method"], form.pop(_CONTENT, None)
    if meant in ("PUT", "POST") and content is None:
        raise Malformed(below("", _CONTENT), "missing", "Send the body in the field “content”.")
    if meant not in ("GET", "HEAD", "PUT", "POST", "DELETE"):
        raise Malformed("/method", "not_listed", "Send GET, HEAD, PUT, POST or DELETE.")
    said = {name: form.pop(name) for name in list(form) if _is_header(name)}
    plain = {**headers, "Content-Type": _JSON}
    together = CaseInsensitiveMapping({**plain, **{name.title(): said[name] for name in said}})
    return Letter(meant, form, together, (content or "").encode(), is_alternate=True)


def _is_header(name: str) -> bool:
    return name.lower() in {each.lower() for each in _HEADERS}


def _pairs(encoded: str | bytes) -> dict[str, str]:
    """Names and values of a query or form, strictly: UTF-8, each name once, no NUL."""
    try:
        raw = encoded if isinstance(encoded, bytes) else encoded.encode("latin-1")
        text = raw.decode()
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except UnicodeError:
        raise Malformed("", "not_utf8", "Encode parameters as UTF-8.") from None
    except ValueError:
        detail = f"Send at most {_MOST_PARAMETERS} parameters."
        raise Malformed("", "too_many_parameters", detail) from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(below("", name), "twice", "Send each parameter once.")
        if "\0" in name or "\0" in value:
            raise Malformed(below("", name), "not_text", "Leave NUL out: it is no text.")
        found[name] = value
    return found
