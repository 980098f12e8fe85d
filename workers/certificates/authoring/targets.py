"""Owns what an achievement is of: a work or a track, with the words it has by itself."""

from uuid import UUID

from courses.models import Course, Listing
from tracks.models import Track
from workers.certificates.authoring.achievements import Target
from workers.certificates.models import TargetKind


def target_of_work(work: UUID) -> Target | None:
    """In the words of its published courses; None where none ever was published.

    Its organisation and source language are those of the course that was made first.
    """
    first = (
        Course.objects.filter(work=work, current_release__isnull=False)
        .select_related("organisation")
        .order_by("id")
        .first()
    )
    if first is None:
        return None
    published = Listing.objects.filter(course__work=work).order_by("language")
    return Target(
        kind=TargetKind.WORK,
        id=work,
        organisation=first.organisation,
        title=dict(published.values_list("language", "title")) or {first.language: first.title},
        source_language=first.language,
        criteria={"complete": "work"},
    )


def target_of_track(track: Track) -> Target | None:
    """None for a track of one person: teams earn what a track gives."""
    if track.team is None:
        return None
    return Target(
        kind=TargetKind.TRACK,
        id=track.id,
        organisation=track.team.organisation,
        title=track.title,
        source_language=track.source_language,
        criteria={"complete": "track", "signed": True},
    )
