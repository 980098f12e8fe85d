"""Owns the first page, and the way to it in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from campus.web.pages import Audience, page

from .catalogue import newest

CARDS = 6


@page(Audience.ANYONE)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html", {"courses": newest(CARDS)})


@page(Audience.ANYONE)
def by_language(request: HttpRequest) -> HttpResponse:
    """`/` has no text of its own: it leads where the browser's languages say."""
    response = redirect(f"/{(get_language() or 'fr')[:2]}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
