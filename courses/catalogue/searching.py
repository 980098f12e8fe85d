"""Owns the catalogue's answers: the published courses that fit, in an order, with counts.

Filters, counts and orders come from this process's `Stock`, words from PostgreSQL's full text: a
question costs one query for the revision, two for words if it has any, one for the page's cards.
A card shows what the current release says, never the draft.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.db import connection

from courses.catalogue.faceting import Counts
from courses.catalogue.facts import FACETS
from courses.catalogue.finding import find
from courses.catalogue.ordering import Place
from courses.catalogue.stocking import Stock, stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; every word of `q` must occur, in any form, accent and case."""

    q: str = ""
    skill: str | None = None
    language: str | None = None
    level: str | None = None
    duration: str | None = None
    kind: str | None = None
    provider: str | None = None
    max_minutes: int | None = None
    updated_since: datetime | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """The values chosen of the filters that are counted."""
        return {name: value for name in FACETS if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Card:
    """A course in the list; `place` is where it stands in the order asked for."""

    place: Place
    id: UUID
    slug: str
    release: int
    digest: str
    published_at: datetime
    title: str
    summary: str
    language: str
    level: int
    minutes: int
    lessons: int
    licence: str
    authors: str
    organisation: str
    kinds: list[str]
    skills: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of cards (of a page further back the last first), and what is so of all pages.

    `total` is exact, `unfiltered` what the words alone find. `corrected` says what was searched
    for instead of words that find nothing, `did_you_mean` what would find more than few.
    """

    cards: list[Card]
    total: int
    unfiltered: int
    counts: Counts
    corrected: str | None
    did_you_mean: str | None
    stock: Stock


def search(
    wanted: Wanted,
    *,
    sort: str,
    limit: int,
    beside: Place | None = None,
    backwards: bool = False,
) -> Answer:
    """The first `limit` cards after a place in the order, or before it."""
    known = stock()
    shelves = known.shelves
    found = find(wanted.q, shelves)
    fits = shelves.fitting(
        wanted.chosen, most_minutes=wanted.max_minutes, since=_microseconds(wanted.updated_since)
    )
    fitting = reduce(and_, fits.values(), shelves.everything)
    groups = found.groups if sort == "relevance" else (found.all,)
    page = shelves.page(
        [group & fitting for group in groups],
        sort=sort,
        most=limit,
        beside=beside,
        backwards=backwards,
    )
    return Answer(
        cards=_cards(page),
        total=(found.all & fitting).bit_count(),
        unfiltered=found.all.bit_count(),
        counts=shelves.count(found.all, fits),
        corrected=found.corrected,
        did_you_mean=found.did_you_mean,
        stock=known,
    )


def newest(number: int) -> list[Card]:
    shelves = stock().shelves
    return _cards(shelves.page([shelves.everything], sort="newest", most=number))


def _cards(page: Sequence[tuple[Place, UUID]]) -> list[Card]:
    """One query; a course that was taken from the list just now is left out."""
    if not page:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, [[id_ for _place, id_ in page]])
        rows = {row[0]: row for row in cursor.fetchall()}
    return [Card(place, *_with_skills(rows[id_])) for place, id_ in page if id_ in rows]


def _with_skills(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Django leaves JSON of a plain query as text."""
    return (*row[:-1], json.loads(row[-1]))


def _microseconds(instant: datetime | None) -> int | None:
    return None if instant is None else round(instant.timestamp() * 1_000_000)


_CARDS = """
SELECT l.course_id, c.slug, r.number, r.outline_id, r.published_at, l.title, l.summary, l.language,
    l.level, l.minutes, l.lessons, l.licence, l.authors, g.name, l.kinds, l.skills
FROM courses_listing l
JOIN courses_course c ON c.id = l.course_id
JOIN courses_courserelease r ON r.id = l.release_id
JOIN accounts_organisation g ON g.id = c.organisation_id
WHERE l.course_id = ANY (%s)
"""
