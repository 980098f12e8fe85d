"""Owns the pages of my certificates: the list, and for each its files, its link and its name."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import CampusError
from campus.web.pages import Audience, page, person_of
from workers.certificates import naming
from workers.certificates.ends import correcting, sharing
from workers.certificates.ends.agreeing import has_agreed
from workers.certificates.ends.withdrawn import withdrawn_from
from workers.certificates.holding.mine import find_held, followers_of, held_by, waits_for_name
from workers.certificates.issuers.signing import the_issuer
from workers.certificates.models import Credential
from workers.certificates.renewal.renewing import renewals
from workers.certificates.statuses.standing import EXPIRED, VALID, status_of

_LINKEDIN = "https://www.linkedin.com/profile/add"


@page(Audience.SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """My own and those I earned with a team, where each stands, and what waits for my name."""
    person, now = person_of(request), timezone.now()
    credentials = list(held(person))
    withdrawn = withdrawn_from([one.id for one in credentials])
    renewed = renewals(person, credentials, now)
    shown = [
        (one, status_of(one, now), withdrawn.get(one.id), renewed.get(one.id))
        for one in credentials
    ]
    context = {"credentials": shown, "waits_for_name": waits_for_name(person)}
    return render(request, "web/credentials.html", context)


def held(person: User) -> QuerySet[Credential]:
    """Newest first, each with the team it is of."""
    return held_by(person).select_related("team").order_by("-issued_at")


@page(Audience.SIGNED_IN)
def one(request: HttpRequest, credential_id: str) -> HttpResponse:
    return _one(request, find_held(person_of(request), credential_id))


def _one(request: HttpRequest, credential: Credential, **more: object) -> HttpResponse:
    status, is_mine = status_of(credential, timezone.now()), credential.person_id is not None
    requests = correcting.requests_of(person_of(request), credential) if is_mine else None
    token = credential.share_token
    context = {
        "credential": credential,
        "status": status,
        "is_mine": is_mine,
        "is_live": status in (VALID, EXPIRED),
        "follower": followers_of([credential.id]).get(credential.id),
        "earlier": held(person_of(request)).filter(id=credential.supersedes_id).first(),
        "withdrawn": withdrawn_from([credential.id]).get(credential.id),
        "share_address": sharing.address_with(credential, token) if token else "",
        "linkedin": linkedin(credential),
        "renewal": renewals(person_of(request), [credential], timezone.now()).get(credential.id),
        "asked": requests.first() if requests is not None else None,
        "agreed_to_team_names": not is_mine and has_agreed(person_of(request)),
    }
    return render(request, "web/credential.html", context | more)


def linkedin(credential: Credential) -> str:
    """Their form, filled in; the page it leads to shows the name only while she shares it.

    Source: LinkedIn, "Add to profile" (certifications), the parameters of `profile/add`.
    """
    token = credential.share_token
    public = f"{settings.CAMPUS_PUBLIC_URL}/verify/{credential.id}"
    issued = timezone.localtime(credential.issued_at)  # the month that its page says
    asked = {
        "startTask": "CERTIFICATION_NAME",
        "name": credential.title,
        "organizationName": the_issuer().name,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": sharing.address_with(credential, token) if token else public,
        "certId": credential.id,
    }
    if credential.valid_until:
        ends = timezone.localtime(credential.valid_until)
        asked |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    return f"{_LINKEDIN}?{urlencode(asked)}"


@page(Audience.SIGNED_IN, "POST")
def share(request: HttpRequest, credential_id: str) -> HttpResponse:
    person = person_of(request)
    credential = find_held(person, credential_id)
    if request.POST.get("share") == "on":
        sharing.switch_on(person=person, credential=credential)
        messages.success(request, _("The link is on: whoever has it sees your whole name."))
    else:
        sharing.switch_off(person=person, credential=credential)
        messages.success(request, _("The link is off: the page shows your initials only."))
    return redirect("web:credential", credential_id=credential.id)


@page(Audience.SIGNED_IN, "POST")
def wrong_name(request: HttpRequest, credential_id: str) -> HttpResponse:
    """What she asks for goes to the campus's staff; what is no name is said beside the field."""
    person = person_of(request)
    credential = find_held(person, credential_id)
    name, reason = request.POST.get("name", ""), request.POST.get("reason", "")
    try:
        correcting.ask(person=person, credential=credential, name=name, reason=reason)
    except CampusError as error:
        if error.status != 400:
            raise
        return _one(request, credential, error=error.detail, name=name, reason=reason)
    messages.success(request, _("The campus has your request, and answers by e-mail."))
    return redirect("web:credential", credential_id=credential.id)


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def name(request: HttpRequest) -> HttpResponse:
    """How her name stands on certificates: asked once, before the first one."""
    person, error = person_of(request), ""
    if request.method == "POST":
        try:
            naming.confirm(person=person, name=request.POST.get("name", ""))
        except CampusError as refused:
            error = refused.detail
        else:
            messages.success(request, _("Your name is confirmed. What you earned follows at once."))
            return redirect("web:credentials")
    context = {
        "name": request.POST.get("name") or naming.confirmed_name(person) or person.name,
        "is_confirmed": naming.confirmed_name(person) is not None,
        "may_change": naming.may_change(person),
        "error": error,
    }
    return render(request, "web/certificate_name.html", context)
