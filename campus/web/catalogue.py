"""Owns the pages of the catalogue."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from campus.web.pages import Audience, page
from campus.web.templatetags.web import LANGUAGES, localised
from courses.models import Skill
from courses.searching import Card, Wanted, count_facets, find_cards

PAGE = 24
LONGEST_QUERY = 200


@page(Audience.ANYONE, may_be_kept=True)
def catalogue(request: HttpRequest) -> HttpResponse:
    """Three queries, whatever the number of courses: cards, counts, titles of skills."""
    wanted = wanted_in(request.GET)
    cards = find_cards(wanted, limit=PAGE + 1, beside=_beside(request.GET))
    context = {
        "courses": cards[:PAGE],
        "wanted": wanted,
        "is_narrowed": wanted != Wanted(),
        "next_query": _next_query(request.GET, cards),
        **_choices(wanted),
    }
    return render(request, "web/catalogue.html", context)


def newest(number: int) -> list[Card]:
    return find_cards(Wanted(), limit=number)


def wanted_in(query: QueryDict) -> Wanted:
    """What the form asks for; a filter that makes no sense is as good as none."""
    level = query.get("level", "")
    return Wanted(
        q=" ".join(query.get("q", "").replace("\0", "")[:LONGEST_QUERY].split()),
        skill=query.get("skill", "").replace("\0", "") or None,
        language=query.get("language") if query.get("language") in LANGUAGES else None,
        level=int(level) if level in ("1", "2", "3", "4") else None,
    )


def _choices(wanted: Wanted) -> dict[str, Any]:
    """What each filter offers, with the number of courses it would leave."""
    facets = count_facets(wanted)
    titles = {skill.key: localised(skill.title) for skill in Skill.objects.all()}
    return {
        "skills": [(key, titles.get(key, key), count) for key, count in facets["skill"]],
        "levels": sorted((int(level), count) for level, count in facets["level"]),
        "languages": [(code, LANGUAGES.get(code, code), n) for code, n in facets["language"]],
    }


def _beside(query: QueryDict) -> tuple[int, UUID] | None:
    """The card the page before ended with, as `rank.id`."""
    rank, _dot, id_ = query.get("after", "").partition(".")
    try:
        return int(rank), UUID(id_)
    except ValueError:
        return None


def _next_query(query: QueryDict, cards: list[Card]) -> str:
    if len(cards) <= PAGE:
        return ""
    last = cards[PAGE - 1]
    kept = {name: text for name, text in query.items() if name != "after" and text}
    return urlencode(kept | {"after": f"{last.rank}.{last.id}"})
