"""Owns the form of every error the API gives: RFC 9457 problem documents, in two languages."""

import logging
import re
import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from campus.errors import CampusError, Fault

from . import away
from .rendering import encode

MEDIA_TYPE = "application/problem+json"
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger(__name__)


class Problem(msgspec.Struct, kw_only=True):
    """An error: `type` is stable, for programs; `detail` says to a person what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault]
    request_id: str


TITLES = {
    400: _("The request cannot be understood"),
    401: _("Not signed in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not possible at this address"),
    409: _("In conflict with what is there"),
    410: _("No longer there"),
    412: _("Another version is asked for"),
    413: _("Too large"),
    415: _("Not JSON"),
    416: _("Not a part of it"),
    423: _("Locked"),
    429: _("Too many requests"),
    460: _("Changed on its way"),
    500: _("A fault of the campus"),
    503: _("Not ready"),
    507: _("No room"),
}
NOT_SIGNED_IN = _("Sign in, or send a valid session token in X-Session-Token.")
NOT_ALLOWED = _("You may not do this: ask somebody who may.")
NOT_FOUND = _("There is nothing at this address, or you may not see it: check the address.")
NOT_POSSIBLE = _("Use one of the methods listed in the Allow header.")
NOT_JSON = _("Send the body as application/json.")
TOO_MANY = _("Wait as long as the Retry-After header says, then try again.")
CSRF = _("Send the CSRF token of your session in the X-CSRFToken header.")
UNREADABLE = _("The request is malformed: correct it and send it again.")
OUR_FAULT = _("The campus failed and wrote it down. Try again, or report the request_id.")


def answer(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The problem document for an error raised in a door; None for a fault of our own."""
    if away.is_away(error):
        return database_away(context["request"])
    known = _known(error)
    if known is None:
        return None
    request = context["request"]
    status, code, detail, faults = known
    response = problem(request, status=status, code=code, detail=detail, faults=faults)
    if status == 401:
        # A scheme of our own: Chromium waits for a dialogue when it reads Basic here.
        response.headers["WWW-Authenticate"] = 'Session realm="campus"'
    if isinstance(error, exceptions.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(int(wait) + 1)
    return response


def _known(error: Exception) -> tuple[int, str, str, Sequence[Fault]] | None:
    match error:
        case CampusError():
            return error.status, error.code, error.detail, error.faults
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return 401, "not_signed_in", str(NOT_SIGNED_IN), ()
        case exceptions.PermissionDenied() if str(error.detail).startswith("CSRF"):
            return 403, "csrf_failed", str(CSRF), ()
        case exceptions.PermissionDenied() | PermissionDenied():
            return 403, "not_allowed", str(NOT_ALLOWED), ()
        case exceptions.NotFound() | Http404():
            return 404, "not_found", str(NOT_FOUND), ()
        case exceptions.MethodNotAllowed():
            return 405, "method_not_allowed", str(NOT_POSSIBLE), ()
        case exceptions.UnsupportedMediaType():
            return 415, "not_json", str(NOT_JSON), ()
        case exceptions.Throttled():
            return 429, "too_many_requests", str(TOO_MANY), ()
        case exceptions.APIException():
            return error.status_code, "invalid", str(error.detail), ()
        case RequestDataTooBig():
            return 413, "body_too_large", str(TITLES[413]), ()
        case SuspiciousOperation():
            return 400, "malformed", str(UNREADABLE), ()
    return None


def problem(
    request: Any, *, status: int, code: str, detail: str, faults: Sequence[Fault] = ()
) -> HttpResponse:
    """The document itself; `code` is the stable end of its `type`."""
    document = Problem(
        type=f"urn:campus:problem:{code}",
        title=str(TITLES.get(status, TITLES[400])),
        status=status,
        detail=detail,
        errors=list(faults),
        request_id=request_id(request),
    )
    response = HttpResponse(encode(document), status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Request-ID"] = document.request_id
    return response


def request_id(request: Any) -> str:
    """The id a proxy gave this request, or one of ours; the same however often one asks."""
    given = request.headers.get("X-Request-ID", "")
    if not hasattr(request, "campus_request_id"):
        request.campus_request_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
    return str(request.campus_request_id)


def unknown_address(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 for an address of the API that no door answers to."""
    return problem(request, status=404, code="not_found", detail=str(NOT_FOUND))


def our_fault(request: HttpRequest) -> HttpResponse:
    """500: the id in the answer is the one in the log."""
    log.error("request %s failed: %s %s", request_id(request), request.method, request.path)
    return problem(request, status=500, code="fault", detail=str(OUR_FAULT))


def database_away(request: Any) -> HttpResponse:
    """503: the same request again, a moment later, is the right thing to do."""
    return away.told_when(problem(request, status=503, code=away.CODE, detail=str(away.DETAIL)))


def malformed(request: HttpRequest) -> HttpResponse:
    """400 for what Django refuses before a door is reached, such as a foreign Host."""
    return problem(request, status=400, code="malformed", detail=str(UNREADABLE))
