"""Owns the public page of a certificate: whoever has its address sees whether it is true."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from campus.accounts.models import User
from campus.errors import NotFound
from campus.rest import problems
from campus.rest.rendering import encode
from campus.web.pages import Audience, page
from workers.certificates.verifying import Report, report

_JSON = "application/json"


@page(Audience.ANYONE)
def one(request: HttpRequest, credential_id: str) -> HttpResponse:
    """As a page or, by `Accept`, as JSON; the same 404 for every id that is not there."""
    viewer = request.user if isinstance(request.user, User) else None
    wants_json = request.get_preferred_type(["text/html", _JSON]) == _JSON
    try:
        found = report(credential_id, viewer=viewer)
    except NotFound as error:
        if not wants_json:
            raise
        return problems.problem(request, status=error.status, code=error.code, detail=error.detail)
    return _unlisted(
        _json(found) if wants_json else render(request, "web/verify.html", {"report": found})
    )


def _json(found: Report) -> HttpResponse:
    return HttpResponse(encode(asdict(found)), content_type=_JSON)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """No index keeps it, no cache hands it on, and no other site learns the address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response
