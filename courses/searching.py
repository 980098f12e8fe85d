"""Owns the catalogue's list: which published courses fit, with counts by language, level, …

A card shows what the current release says, never the draft.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from .listing import plain


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; each word of `q` must occur, in any form of accent and case."""

    q: str = ""
    skill: str | None = None
    language: str | None = None
    level: int | None = None
    max_minutes: int | None = None
    kind: str | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A course in the list; `rank` orders it: 3 where the title fits best, down to 0."""

    rank: int
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


Facets = dict[str, list[tuple[str, int]]]
"""By name of a filter, its values with the number of courses each would leave."""


def find_cards(
    wanted: Wanted,
    *,
    limit: int,
    beside: tuple[int, UUID] | None = None,
    backwards: bool = False,
) -> list[Card]:
    """The cards that fit, best and newest first, from beside the given (rank, id) on.

    One query, and the cards of a page further back come in reverse order.
    """
    sign, order = (">", "ASC") if backwards else ("<", "DESC")
    past = f"AND (rank, id) {sign} (%(rank)s, %(id)s::uuid)" if beside else ""
    rank, id_ = beside or (0, None)
    sql = (
        f"{_JUDGED} SELECT rank, id, slug, number, digest, published_at, title, summary,"  # noqa: S608
        " language, level, minutes, lessons, licence, authors, organisation, kinds, skills"
        f" FROM judged WHERE {_FITS} {past} ORDER BY rank {order}, id {order} LIMIT %(limit)s"
    )
    rows = _fetch(sql, {**_parameters(wanted), "rank": rank, "id": id_, "limit": limit})
    return [Card(*_with_skills(row)) for row in rows]


def count_facets(wanted: Wanted) -> Facets:
    """One query; each filter's counts keep to all other filters, so that its values compare."""
    facets: Facets = {name: [] for name in _VALUES}
    selects = " UNION ALL ".join(
        f"SELECT '{name}', value::text, count(*) FROM judged, {values}"  # noqa: S608
        f" WHERE {_fits_but(name)} GROUP BY value"
        for name, values in _VALUES.items()
    )
    sql = f"{_JUDGED} SELECT * FROM ({selects}) AS f(name, value, number) ORDER BY 1, 3 DESC, 2"  # noqa: S608
    for name, value, number in _fetch(sql, _parameters(wanted)):
        facets[name].append((value, number))
    return facets


_JUDGED = """
WITH ranked AS (
    SELECT l.*, l.course_id AS id, c.slug, r.number, r.outline_id AS digest, r.published_at,
        g.name AS organisation, CASE
            WHEN title_words LIKE ALL (%(words)s::text[]) THEN 3
            WHEN title_words || ' ' || summary_words LIKE ALL (%(words)s::text[]) THEN 2
            WHEN concat_ws(' ', title_words, summary_words, other_words, lower(g.name))
                LIKE ALL (%(words)s::text[]) THEN 1
            ELSE 0 END AS rank
    FROM courses_listing l
    JOIN courses_course c ON c.id = l.course_id
    JOIN courses_courserelease r ON r.id = l.release_id
    JOIN accounts_organisation g ON g.id = c.organisation_id
    WHERE c.archived_at IS NULL
), judged AS (
    SELECT ranked.*, rank > 0 AS fits_q,
        (%(language)s::text IS NULL OR language = %(language)s) AS fits_language,
        (%(level)s::int IS NULL OR level = %(level)s) AS fits_level,
        (%(kind)s::text IS NULL OR %(kind)s = ANY (kinds)) AS fits_kind,
        (%(skill)s::text IS NULL OR %(skill)s = ANY (skill_keys)) AS fits_skill,
        (%(max_minutes)s::int IS NULL OR minutes <= %(max_minutes)s) AS fits_minutes,
        (%(updated_since)s::timestamptz IS NULL OR published_at >= %(updated_since)s) AS fits_since
    FROM ranked
)
"""
_CHECKS = ("q", "language", "level", "kind", "skill", "minutes", "since")
_FITS = " AND ".join(f"fits_{name}" for name in _CHECKS)
_VALUES = {
    "language": "LATERAL (SELECT language) AS v(value)",
    "level": "LATERAL (SELECT level) AS v(value)",
    "kind": "unnest(kinds) AS v(value)",
    "skill": "unnest(skill_keys) AS v(value)",
}


def _fits_but(name: str) -> str:
    return " AND ".join(f"fits_{other}" for other in _CHECKS if other != name)


def _parameters(wanted: Wanted) -> dict[str, Any]:
    return {
        "words": [f"%{_literal(word)}%" for word in plain(wanted.q).split()],
        "language": wanted.language,
        "level": wanted.level,
        "kind": wanted.kind,
        "skill": wanted.skill,
        "max_minutes": wanted.max_minutes,
        "updated_since": wanted.updated_since,
    }


def _with_skills(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Django leaves JSON of a plain query as text."""
    return (*row[:-1], json.loads(row[-1]))


def _literal(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _fetch(sql: str, parameters: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
