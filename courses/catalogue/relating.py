"""Owns how works are shown beside a course or on a shelf: in the reader's language if any is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from courses.models import Listing
from courses.outlines import OutlineRelation


def listings_of(works: Collection[str], language: str) -> dict[str, Listing]:
    """By key of a work, its course that is listed: in `language`, else in any. One query."""
    rows = Listing.objects.filter(course__work__key__in=works, course__archived_at=None)
    found: dict[str, Listing] = {}
    for row in rows.select_related("course__work", "course__organisation").order_by("listed_at"):
        key = row.course.work.key
        if key not in found or row.language == language:
            found[key] = row
    return found


def translations_of(work: str, *, except_for: UUID) -> list[Listing]:
    """The other courses of a work that are listed, by language. One query."""
    rows = Listing.objects.filter(course__work__key=work, course__archived_at=None)
    rows = rows.exclude(course=except_for).select_related("course")
    return list(rows.order_by("language", "listed_at", "course"))


def related(relations: Iterable[OutlineRelation], language: str) -> Mapping[str, list[Listing]]:
    """By kind of relation, the courses that are listed today; a work without one is left out."""
    said = list(relations)
    listed = listings_of({one.work for one in said}, language) if said else {}
    by_kind: dict[str, list[Listing]] = {}
    for one in said:
        if one.work in listed:
            by_kind.setdefault(one.kind, []).append(listed[one.work])
    return by_kind
