"""Owns the page of who issues certificates: its identifier, and the keys that prove them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from campus.rest.rendering import encode
from campus.web.pages import Audience, page
from workers.certificates.issuers.publishing import issuer_at

_PROFILE = ["application/ld+json", "application/json"]


@page(Audience.ANYONE)
def one(request: HttpRequest) -> HttpResponse:
    """As a page or, by `Accept`, as the Open Badges profile that credentials point at."""
    found = issuer_at(request.get_host())
    wanted = request.get_preferred_type(["text/html", *_PROFILE])
    if wanted in _PROFILE:
        response = HttpResponse(encode(found.profile), content_type=wanted)
    else:
        response = render(request, "web/issuer.html", {"issuer": found})
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response
