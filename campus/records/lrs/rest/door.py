"""Owns the base of every door at `/xapi`: version, client, scope, errors, headers of answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from campus.errors import CampusError
from campus.records.lrs.clients import require
from campus.records.models import Scope
from campus.records.xapi.refusals import Malformed
from campus.records.xapi.versions import HEADER, WITHOUT, Version, of_header
from campus.rest import problems
from campus.rest.conditional import PERSONAL

from . import asking, crossing, knocking

Handler = Callable[[asking.Asked], HttpResponse]


class NotPossible(CampusError):
    status = 405
    code = "method_not_allowed"


class Door(View):
    """A method is `get(self, asked)`, `put`, `post` or `delete`; HEAD is GET without its body.

    `scopes` says for each method, in small letters, of which scopes a client needs one.
    """

    scopes: ClassVar[Mapping[str, tuple[Scope, ...]]] = {}
    is_public: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        view = super().as_view(**initkwargs)
        view.csrf_exempt = True  # type: ignore[attr-defined]  # no cookie counts here
        view.audience = "anyone" if cls.is_public else cls.scopes  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.version = _told_plainly(request)
        response = self.respond(request)
        response.headers[HEADER] = self.version.value
        response.headers.setdefault("Cache-Control", PERSONAL)
        crossing.let_read(response)
        self.finish(response)
        if request.method == "HEAD" and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response

    def respond(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return crossing.asked_before(self.allowed)
        try:
            letter = asking.read(request)
            self.version = self.version_of(letter)
            handler = self.handler(letter.method)  # before the key: 405 is for anybody
            asked = self.ask(request, letter)
            if not self.is_public:
                require(asked.client, *self.scopes.get(_handled(asked.method), ()))
            return _as_meant(letter, handler(asked))
        except (CampusError, RequestDataTooBig, SuspiciousOperation) as error:
            return refused(request, error, self.allowed)

    def version_of(self, letter: asking.Letter) -> Version:
        return asking.version_of(letter)

    def ask(self, request: HttpRequest, letter: asking.Letter) -> asking.Asked:
        sender = None
        if not self.is_public:
            sender = knocking.client_of(request, letter.headers.get("Authorization"))
        return asking.Asked(
            method=letter.method,
            version=self.version,
            sender=sender,
            parameters=letter.parameters,
            headers=letter.headers,
            body=letter.body,
            path=request.path,
        )

    def finish(self, response: HttpResponse) -> None:
        """Headers that all answers of this door have, also errors."""

    @property
    def allowed(self) -> list[str]:
        methods = [name.upper() for name in ("get", "put", "post", "delete") if hasattr(self, name)]
        return [*methods, *(["HEAD"] if "GET" in methods else []), "OPTIONS"]

    def handler(self, method: str) -> Handler:
        found: Handler | None = getattr(self, _handled(method), None)
        if method not in self.allowed or found is None:
            raise NotPossible(_("Use one of the methods listed in the Allow header."))
        return found


def refused(request: HttpRequest, error: Exception, allowed: Sequence[str]) -> HttpResponse:
    """The problem document of an error: 400, never 422."""
    status, code, detail = _told(error)
    faults = getattr(error, "faults", ())
    response = problems.problem(request, status=status, code=code, detail=detail, faults=faults)
    if status == 401:
        # A scheme of our own: Chromium waits for a dialogue when it reads Basic here.
        response.headers["WWW-Authenticate"] = 'Client realm="campus"'
    if status == 405:
        response.headers["Allow"] = ", ".join(allowed)
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(wait)
    return response


def _told(error: Exception) -> tuple[int, str, str]:
    match error:
        case CampusError():
            return error.status, error.code, error.detail
        case RequestDataTooBig():
            detail = _("The body is larger than 5 MB: send it in several parts.")
            return 413, "body_too_large", detail
    return 400, "malformed", str(problems.UNREADABLE)


def _told_plainly(request: HttpRequest) -> Version:
    """The version of the header, for answers to what cannot be read any further.

    Without a header none is right. The published tests want 1.0.x where nothing at all is asked
    (those of 1.0.3, XAPI-00321), and 2.0.0 where a statement is (those of 2.0, XAPI-00331).
    """
    named = request.headers.get(HEADER)
    if named is None and request.method == "GET" and not request.META.get("QUERY_STRING"):
        return Version.V1
    try:
        return of_header(named)
    except Malformed:
        return WITHOUT


def _as_meant(letter: asking.Letter, response: HttpResponse) -> HttpResponse:
    """A HEAD that was posted has no body either, and its length, as this is a POST, is nought."""
    if letter.is_alternate and letter.method == "HEAD":
        response.content = b""
    return response


def _handled(method: str) -> str:
    return "get" if method == "HEAD" else method.lower()
