"""Owns the pages of tools, experts and labs, and a person's word on being listed."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import NotFound
from campus.rest import paging
from campus.rest.paging import Cursor, Cut
from campus.web.filters import LONGEST_QUERY
from campus.web.pages import Audience, page, person_of
from courses.catalogue import agreeing
from courses.catalogue.resourcing import find_resource, listed
from courses.models import Resource

KINDS = {
    Resource.Kind.TOOL: gettext_lazy("Tools"),
    Resource.Kind.EXPERT: gettext_lazy("Experts"),
    Resource.Kind.LAB: gettext_lazy("Labs"),
}
PAGE = 24


@page(Audience.ANYONE, may_be_kept=True)
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Two queries, three with words; what makes no sense is as good as nothing."""
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in KINDS else ""
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    cut = _cut(request)
    rows, has_more = paging.trim(paging.newest_first(listed(kind=kind, q=q), cut), cut)
    kept = {name: value for name, value in (("q", q), ("kind", kind)) if value}
    context = {
        "resources": rows, "kind": kind, "q": q, "words": urlencode({"q": q} if q else {}),
        "kinds": KINDS.items(),
        "next_query": urlencode(kept | {"after": str(rows[-1].id)})
        if rows and (has_more or cut.backwards) else "",
        "previous_query": urlencode(kept | {"before": str(rows[0].id)})
        if rows and (has_more if cut.backwards else cut.cursor) else "",
    }  # fmt: skip
    return render(request, "web/resources.html", context)


def _cut(request: HttpRequest) -> Cut:
    """The page that begins after a row, or ends before it; nonsense leads to the first."""
    backwards = "before" in request.GET
    try:
        beside = UUID(request.GET.get("before" if backwards else "after", ""))
    except ValueError:
        return Cut(PAGE, None)
    return Cut(PAGE, Cursor([], beside, backwards))


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
