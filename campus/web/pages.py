"""Owns what every page shares: who may see it, and how a refusal of the domain is shown."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from campus.accounts.models import User
from campus.errors import CampusError
from campus.rest.conditional import Keep

from .acting import remember_act, wait_for_own_act

SECONDS_KEPT = 60
View = Callable[..., HttpResponse]


class Audience(Enum):
    """Who may ask for a page; what they see of it is the subject functions' matter."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"


def page(
    audience: Audience, *methods: str, may_be_kept: bool = False, keep: Keep = Keep.NOT
) -> Callable[[View], View]:
    """A page for an audience, by GET unless `methods` are named; its errors become pages too.

    `may_be_kept` lets caches keep what a stranger sees; what somebody sees is hers alone. `keep`
    says how long `courses.rest.ready` may hand that out itself.
    """
    allowed = methods or ("GET", "HEAD")

    def named(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponse(status=405, headers={"Allow": ", ".join(allowed)})
            if audience is Audience.SIGNED_IN and not request.user.is_authenticated:
                return redirect_to_login(_way_back(request))
            wait_for_own_act(request)
            try:
                response = view(request, *args, **kwargs)
            except CampusError as error:
                return refusal(request, error)
            remember_act(request, response)
            return kept(request, response, keep) if may_be_kept else kept_by_nobody_else(response)

        guarded.audience = audience  # type: ignore[attr-defined]
        guarded.methods = allowed  # type: ignore[attr-defined]
        return guarded

    return named


def kept(request: HttpRequest, response: HttpResponse, keep: Keep = Keep.NOT) -> HttpResponse:
    """The same page for all strangers: a minute in any cache, then 304 while nothing changed."""
    has_own = settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
    if has_own or response.status_code != 200:
        patch_cache_control(response, private=True, no_cache=True)
        return response
    patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
    patch_vary_headers(response, ["Cookie"])
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response.keep = keep  # type: ignore[attr-defined]  # the middleware looks for it
    return get_conditional_response(request, etag=etag, response=response) or response


def kept_by_nobody_else(response: HttpResponse) -> HttpResponse:
    """Whoever sits down after her at the same device finds no page of hers; nor does a proxy."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response


def refusal(
    request: HttpRequest, error: CampusError, *, way: tuple[str, str] | None = None
) -> HttpResponse:
    """The error as a page that says what to do, with the error's own status; `way` leads on."""
    return render(request, "web/refusal.html", {"error": error, "way": way}, status=error.status)


def _way_back(request: HttpRequest) -> str:
    """A form cannot be posted again after signing in: come back to the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    return request.headers.get("Referer") or "/"


def person_of(request: HttpRequest) -> User:
    """The person signed in; only for pages whose audience is `SIGNED_IN`."""
    assert isinstance(request.user, User)
    return request.user
