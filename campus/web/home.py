"""Owns the first page, and the way to it in the reader's language."""

from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from campus.accounts.models import User
from campus.web import course, tracks
from campus.web.pages import Audience, page
from courses.catalogue.searching import newest

CARDS = 6
CONTINUED = 3


@page(Audience.ANYONE, may_be_kept=True)
def home(request: HttpRequest) -> HttpResponse:
    """One query for a stranger, five for somebody who learns here."""
    context: dict[str, Any] = {"courses": newest(CARDS)}
    if isinstance(request.user, User):
        context["tracks"] = tracks.followed(request.user)
        unfinished = (row for row in course.followed(request.user) if not row.is_completed)
        context["to_continue"] = list(islice(unfinished, CONTINUED))
    return render(request, "web/home.html", context)


@page(Audience.ANYONE)
def by_language(request: HttpRequest) -> HttpResponse:
    """`/` has no text of its own: it leads where the browser's languages say."""
    response = redirect(f"/{(get_language() or 'fr')[:2]}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response
