"""Owns the page that shows, in development, the mail that no server took."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campus.outbox.models import OutboxMail
from campus.web.pages import Audience, page

MOST_SHOWN = 50


@page(Audience.ANYONE)
def sent(request: HttpRequest) -> HttpResponse:
    if not settings.IS_DEVELOPMENT:
        raise Http404
    newest = OutboxMail.objects.order_by("-written_at")[:MOST_SHOWN]
    response = render(request, "web/mail.html", {"mails": newest})
    response["Cache-Control"] = "no-store"
    return response
