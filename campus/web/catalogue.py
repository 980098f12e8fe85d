"""Owns the pages of the catalogue."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from campus.rest.conditional import Keep
from campus.web.filters import Choice, choices, chosen_chips, offered_skills, wanted_in
from campus.web.pages import Audience, page
from courses.catalogue.ordering import SORTS, Place
from courses.catalogue.resourcing import listed
from courses.catalogue.searching import search
from courses.models import Resource

PAGE = 24
ALSO = 3


@page(Audience.ANYONE, may_be_kept=True, keep=Keep.THIS_REVISION)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Two queries, seven at most with words to look for, whatever the number of courses."""
    wanted, sort = wanted_in(request.GET), _sort(request.GET)
    backwards = "before" in request.GET
    beside = _place(request.GET.get("before" if backwards else "after", ""), sort)
    found = search(wanted, sort=sort, limit=PAGE + 1, beside=beside, backwards=backwards)
    cards = found.cards[:PAGE][::-1] if backwards else found.cards[:PAGE]
    has_more = len(found.cards) > PAGE
    context = {
        "courses": cards,
        "found": found,
        "also": _also(wanted.q),
        "total": number_format(found.total, force_grouping=True),
        "wanted": wanted,
        "filters": choices(wanted, found),
        "skills_offered": [] if cards else offered_skills(found.stock),
        "chips": chosen_chips(request.GET, wanted, found.stock),
        "sorts": _sorts(request.GET, sort, has_words=bool(wanted.q)),
        "hidden": [(n, request.GET[n]) for n in ("sort", "max_minutes") if request.GET.get(n)],
        "meant_query": _query(request.GET, q=found.did_you_mean or ""),
        "next_query": _query(request.GET, after=_text(cards[-1].place))
        if cards and (has_more or backwards)
        else "",
        "previous_query": _query(request.GET, before=_text(cards[0].place))
        if cards and (has_more if backwards else beside)
        else "",
    }
    return render(request, "web/catalogue.html", context)


def _also(q: str) -> list[Resource]:
    """A few of the tools, experts and labs that have the words too."""
    return list(listed(q=q)[: ALSO + 1]) if q else []


def _sort(query: QueryDict) -> str:
    usual = "relevance" if query.get("q", "").strip() else "newest"
    asked = query.get("sort", "")
    return asked if asked in SORTS else usual


def _sorts(query: QueryDict, current: str, *, has_words: bool) -> list[Choice]:
    """The orders to choose from, each with the query that asks for it."""
    names = {
        "relevance": _("Best match"),
        "newest": _("Newest"),
        "title": _("Title"),
        "shortest": _("Shortest"),
    }
    return [
        Choice(_query(query, sort=sort), name, sort == current)
        for sort, name in names.items()
        if has_words or sort != "relevance"
    ]


def _place(text: str, sort: str) -> Place | None:
    """The card that another page ended or began with; nonsense leads to the first page."""
    group, id_, key = (*text.split(".", 2), "", "")[:3]
    try:
        place = Place(int(group), key if sort == "title" else int(key), UUID(id_))
    except ValueError:
        return None
    return place if place.is_of(sort) else None


def _text(place: Place) -> str:
    return f"{place.group}.{place.id}.{place.key}"


def _query(query: QueryDict, **changed: str) -> str:
    """The page's query with something else in it; another order begins at its first page."""
    kept = {n: text for n, text in query.items() if n not in ("after", "before") and text}
    return urlencode({n: text for n, text in (kept | changed).items() if text})
