"""Owns `GET /api/v1/courses`: the open catalogue."""

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
from campus.rest.views import View
from courses.searching import Card, Wanted, count_facets, find_cards

from .shapes import CATALOGUE, CataloguePage, CatalogueQuery, CourseCard, Facets, FacetValue


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
        cut = paging.asked(request, values=1)
        wanted = _wanted(query)
        beside = (_rank(cut.cursor), cut.cursor.id) if cut.cursor else None
        found = find_cards(wanted, limit=cut.limit + 1, beside=beside, backwards=cut.backwards)
        page, has_more = paging.trim(found, cut)
        following, before = paging.addresses(
            request, cut, [Cursor([card.rank], card.id) for card in page], has_more
        )
        document = CataloguePage(
            results=[_shown(card) for card in page],
            next=following,
            previous=before,
            facets=_facets(wanted),
        )
        return ready(request, encode(document), cache=PUBLIC, keep=Keep.THIS_REVISION)


def _wanted(query: CatalogueQuery) -> Wanted:
    return Wanted(
        q=query.q,
        skill=query.skill or None,
        language=query.language or None,
        level=query.level,
        max_minutes=query.max_minutes,
        kind=query.kind or None,
        updated_since=query.updated_since,
    )


def _rank(cursor: Cursor) -> int:
    rank = cursor.values[0]
    if not isinstance(rank, int) or not 0 <= rank <= 3:
        raise paging.bad_cursor()
    return rank


def _shown(card: Card) -> CourseCard:
    return msgspec.convert(card, CourseCard, from_attributes=True)


def _facets(wanted: Wanted) -> Facets:
    found: dict[str, Any] = {
        name: [FacetValue(value, count) for value, count in values]
        for name, values in count_facets(wanted).items()
    }
    return Facets(**found)
