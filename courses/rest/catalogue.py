"""Owns `GET /api/v1/courses`: the open catalogue, and what it suggests while somebody types."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.http import HttpResponseBase
from rest_framework.request import Request

from campus.rest import paging, parsing
from campus.rest.conditional import PUBLIC, Keep, ready
from campus.rest.paging import Cursor
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.selecting import cut_results, expansions
from campus.rest.views import View
from courses.catalogue.ordering import Place
from courses.catalogue.searching import Answer, Card, Wanted, search
from courses.catalogue.suggesting import suggest
from courses.documents import outlines_by_digest

from .shapes import (
    CATALOGUE,
    SUGGESTIONS,
    CataloguePage,
    CatalogueQuery,
    CourseCard,
    Facets,
    FacetValue,
    SuggestionList,
    SuggestionQuery,
)


class Catalogue(View):
    permission_classes = [Anyone]

    @described(
        "The catalogue",
        name="courses_list",
        tag="courses",
        query=CatalogueQuery,
        answer=CataloguePage,
        problems=(400,),
        example=CATALOGUE,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Published courses, open to all; each filter may be joined with the others.

        A facet counts what each of its values would leave, all other filters kept.
        """
        query = parsing.query(request, CatalogueQuery)
        cut = paging.asked(request, values=2)
        sort = query.sort or ("relevance" if query.q else "newest")
        found = search(
            _wanted(query),
            sort=sort,
            limit=cut.limit + 1,
            beside=_place(cut.cursor, sort) if cut.cursor else None,
            backwards=cut.backwards,
        )
        asked = expansions(query.expand, {"modules"})
        page, has_more = paging.trim(found.cards, cut)
        following, before = paging.addresses(request, cut, [_cursor(one) for one in page], has_more)
        document = CataloguePage(
            results=_cards(page, with_modules="modules" in asked),
            next=following,
            previous=before,
            total=found.total,
            corrected=found.corrected,
            did_you_mean=found.did_you_mean,
            facets=_facets(found),
        )
        return ready(
            request,
            encode(cut_results(document, query.fields)),
            cache=PUBLIC,
            keep=Keep.THIS_REVISION,
        )


class Suggesting(View):
    permission_classes = [Anyone]

    @described(
        "Suggestions while typing",
        name="courses_suggestions",
        tag="courses",
        query=SuggestionQuery,
        answer=SuggestionList,
        problems=(400,),
        example=SUGGESTIONS,
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A few skills and courses, for a field that completes what is typed."""
        made = suggest(parsing.query(request, SuggestionQuery).q)
        document = msgspec.convert(made, SuggestionList, from_attributes=True)
        return ready(request, encode(document), cache=PUBLIC, keep=Keep.THIS_REVISION)


def _wanted(query: CatalogueQuery) -> Wanted:
    return Wanted(
        q=query.q,
        skill=query.skill,
        language=query.language,
        level=str(query.level) if query.level else None,
        duration=query.duration,
        kind=query.kind,
        provider=query.provider,
        max_minutes=query.max_minutes,
        updated_since=query.updated_since,
    )


def _cards(page: Sequence[Card], *, with_modules: bool) -> list[CourseCard]:
    cards = [msgspec.convert(card, CourseCard, from_attributes=True) for card in page]
    if with_modules:
        outlines = outlines_by_digest({card.digest for card in cards})
        for card in cards:
            card.modules = outlines[card.digest].modules
    return cards


def _cursor(card: Card) -> Cursor:
    return Cursor([card.place.group, card.place.key], card.place.id)


def _place(cursor: Cursor, sort: str) -> Place:
    """Raises Invalid for a cursor of another order."""
    group, key = cursor.values
    if isinstance(group, str) or not (place := Place(group, key, cursor.id)).is_of(sort):
        raise paging.bad_cursor()
    return place


def _facets(found: Answer) -> Facets:
    made: dict[str, Any] = {
        name: [FacetValue(value, count) for value, count in values]
        for name, values in found.counts.items()
    }
    for skill in made["skill"]:
        skill.title = dict(found.stock.skills.get(skill.value, {}))
    for provider in made["provider"]:
        provider.name = found.stock.providers.get(provider.value)
    return Facets(**made)
