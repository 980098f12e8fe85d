"""Owns the pages that only show: the components, the accessibility statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campus.web.pages import Audience, page
from campus.web.specimens import specimens


@page(Audience.ANYONE)
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "web/components.html", specimens())


@page(Audience.ANYONE)
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")
