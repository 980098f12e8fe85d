"""Owns the public page of a certificate: whoever has its address sees whether it is true."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import CampusError
from campus.rest import pacing, problems
from campus.rest.rendering import encode
from campus.web.context import OWN_NAMES
from campus.web.pages import Audience, page, refusal
from workers.certificates.signed.documents import MEDIA_TYPE
from workers.certificates.verifying.reporting import report, team_document
from workers.certificates.verifying.reports import Report

JSON: Final = "application/json"
_TYPES: Final = ["text/html", JSON, MEDIA_TYPE]
_A_MINUTE: Final = 120
View = Callable[..., HttpResponse]


def unlisted(view: View) -> View:
    """The address does not move with the language; every answer, refusals too, is in no index."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("language", "")
        with override(asked if asked in OWN_NAMES else get_language()):
            try:
                response = view(request, *args, **kwargs)
            except CampusError as error:
                response = refused(request, error)
        return _kept_apart(response)

    return answered


@page(Audience.ANYONE)
@unlisted
def one(request: HttpRequest, credential_id: str) -> HttpResponse:
    """As a page or, by `Accept`, as JSON; the same 404 for every id that is not there.

    A team's also as the document that was signed: those of its members point at these bytes.
    """
    pacing.bear(request, "verify", a_minute=_A_MINUTE)
    if request.get_preferred_type(_TYPES) == MEDIA_TYPE and (text := team_document(credential_id)):
        return HttpResponse(text.encode(), content_type=MEDIA_TYPE)
    viewer = request.user if isinstance(request.user, User) else None
    found = report(credential_id, viewer=viewer, share=request.GET.get("share", ""))
    if wants_json(request):
        return _json(found)
    return render(request, "web/verify.html", {"report": found})


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(_TYPES) in (JSON, MEDIA_TYPE)


def refused(request: HttpRequest, error: CampusError) -> HttpResponse:
    response = (
        problems.problem(request, status=error.status, code=error.code, detail=error.detail)
        if wants_json(request)
        else refusal(request, error, way=(reverse("check"), _("Check a certificate")))
    )
    return told_to_wait(response, error)


def told_to_wait(response: HttpResponse, error: CampusError) -> HttpResponse:
    if wait := getattr(error, "wait", None):
        response.headers["Retry-After"] = str(wait)
    return response


def _json(found: Report) -> HttpResponse:
    return HttpResponse(encode(asdict(found)), content_type=JSON)


def _kept_apart(response: HttpResponse) -> HttpResponse:
    """No index keeps it, no cache hands it on, and no other site learns the address."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response
