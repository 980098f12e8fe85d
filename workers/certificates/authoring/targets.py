"""Owns what an achievement is of: a work or a track, with the words it has by itself."""

from collections.abc import Sequence
from uuid import UUID

from courses.models import Course
from tracks.models import Track
from workers.certificates.authoring.achievements import Target
from workers.certificates.models import TargetKind


def target_of_work(work: UUID) -> Target | None:
    return target_of_courses(courses_of_work(work))


def courses_of_work(work: UUID) -> list[Course]:
    """Each with its organisation and with what the list shows of it, the first made first."""
    courses = Course.objects.filter(work=work).select_related("organisation", "listing")
    return list(courses.defer("listing__vector", "listing__topics").order_by("id"))


def target_of_courses(courses: Sequence[Course]) -> Target | None:
    """In the words of a work's published courses; None where none ever was published.

    Its organisation and source language are those of the course that was made first.
    """
    first = next((course for course in courses if course.current_release_id), None)
    if first is None:
        return None
    listings = [course.listing for course in courses if hasattr(course, "listing")]
    return Target(
        kind=TargetKind.WORK,
        id=first.work_id,
        organisation=first.organisation,
        title={one.language: one.title for one in sorted(listings, key=lambda one: one.language)}
        or {first.language: first.title},
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
