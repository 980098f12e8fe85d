"""Owns the button that renews a certificate: it leads to the course, to be followed once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.web.pages import Audience, page, person_of
from workers.certificates.holding.mine import find_held
from workers.certificates.renewal.renewing import renew


@page(Audience.SIGNED_IN, "POST")
def one(request: HttpRequest, credential_id: str) -> HttpResponse:
    person = person_of(request)
    held = find_held(person, credential_id)
    enrolment, _is_new = renew(person=person, credential=held, now=timezone.now())
    messages.success(
        request, _("You follow the course once more. Finish it, and you get a new certificate.")
    )
    return redirect("web:course", slug=enrolment.course.slug)
