"""Owns the page of my certificates."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campus.accounts.models import User
from campus.web.pages import Audience, page, person_of
from tracks.models import Membership
from workers.certificates.models import CertificateDocument, Credential
from workers.certificates.withdrawn import withdrawn_from


@page(Audience.SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """Two queries: my own and those of the teams I am in, and what their evidence became."""
    credentials = list(held(person_of(request)))
    withdrawn = withdrawn_from([one.id for one in credentials])
    shown = [(one, withdrawn.get(one.id)) for one in credentials]
    return render(request, "web/credentials.html", {"credentials": shown})


def held(person: User) -> QuerySet[Credential]:
    """Newest first, without the documents' bytes; a PDF follows its credential within seconds."""
    my_teams = Membership.objects.filter(person=person, left_at=None).values("team")
    found = Credential.objects.filter(Q(person=person) | Q(team__in=my_teams))
    return (
        found.select_related("team")
        .defer("document", "face", "rule", "evidence")
        .annotate(has_pdf=Exists(CertificateDocument.objects.filter(credential=OuterRef("pk"))))
        .order_by("-issued_at")
    )
