"""Owns shelves of courses: which are public, and what stands on them."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from campus.errors import NotFound
from courses.catalogue.relating import listings_of
from courses.models import Collection, Listing


def published_collections() -> QuerySet[Collection]:
    """Newest first, each with how many works stand on it: those that `courses_in` shows."""
    rows = Collection.objects.filter(published_at__isnull=False)
    listed = Listing.objects.filter(course__work=OuterRef("items__work"), course__archived_at=None)
    size = Count("items", filter=Exists(listed))
    return rows.annotate(size=size).order_by("-published_at", "id")


def find_collection(slug: str) -> Collection:
    """Raises NotFound for one that is not published as for one that is not there."""
    found = published_collections().filter(slug=slug).first()
    if found is None:
        raise NotFound(_("There is no such collection: look at all of them."))
    return found


def courses_in(collection: Collection, language: str) -> list[Listing]:
    """In the order of the shelf; works without a listed course are passed over. Two queries."""
    works = list(collection.items.order_by("position", "id").values_list("work__key", flat=True))
    listed = listings_of(works, language)
    return [listed[work] for work in works if work in listed]
