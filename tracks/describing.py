"""Owns which tracks other systems may be let to assert on; what a track says stays in its team."""

from collections.abc import Iterable
from uuid import UUID

from tracks.models import Track


def find_by_slug(slug: str) -> UUID | None:
    return Track.objects.filter(slug=slug).values_list("id", flat=True).first()


def all_by_title() -> Iterable[tuple[UUID, str]]:
    return [(track.id, str(track)) for track in Track.objects.order_by("slug")]
