"""Owns the pages of tools, experts and labs, and a person's word on being listed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import NotFound
from campus.web.pages import Audience, page, person_of
from courses.catalogue import agreeing
from courses.catalogue.resourcing import find_resource, listed
from courses.models import Resource

KINDS = {
    Resource.Kind.TOOL: gettext_lazy("Tools"),
    Resource.Kind.EXPERT: gettext_lazy("Experts"),
    Resource.Kind.LAB: gettext_lazy("Labs"),
}
MOST = 200


@page(Audience.ANYONE, may_be_kept=True)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Two queries; a kind that makes no sense is as good as none."""
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in KINDS else ""
    context = {"resources": listed(kind=kind)[:MOST], "kind": kind, "kinds": KINDS.items()}
    return render(request, "web/resources.html", context)


@page(Audience.ANYONE, may_be_kept=True)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "web/resource.html", {"resource": find_resource(slug)})


@page(Audience.SIGNED_IN, "POST")
def agree(request: HttpRequest) -> HttpResponse:
    """Agree to be shown with the words she read, or take it back; a click for either."""
    person, about = person_of(request), _id(request.POST.get("resource", ""))
    if request.POST.get("agree") == "yes":
        agreeing.agree(person=person, resource_id=about, read=request.POST.get("read", ""))
        messages.success(request, _("Thank you: the catalogue may show this of you from now on."))
    else:
        agreeing.take_back(person=person, resource_id=about)
        messages.success(request, _("The catalogue no longer shows this of you."))
    return redirect("web:account")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound(_("There is no such text about you: look at your account.")) from error
