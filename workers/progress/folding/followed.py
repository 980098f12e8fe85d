"""Owns the enrolments as the fold and its proof read them: few columns of many rows."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from courses.models import Enrolment
from tracks.models import TrackEnrolment


class CourseFollowed(NamedTuple):
    id: UUID
    registration: UUID
    person_id: UUID
    course_id: UUID
    work_id: UUID
    release_id: UUID
    period: int


class TrackFollowed(NamedTuple):
    """`track__team` is None where the track is a person's own."""

    id: UUID
    registration: UUID
    person_id: UUID
    track_id: UUID
    track__team: UUID | None
    enrolled_at: datetime


def courses_followed(*of: Q) -> list[CourseFollowed]:
    rows = Enrolment.objects.filter(*of).order_by()
    return [CourseFollowed(*row) for row in rows.values_list(*CourseFollowed._fields)]


def tracks_followed(*any_of: Q) -> list[TrackFollowed]:
    """Those of which any of this holds; each is looked for by an index of its own."""
    each = [
        TrackEnrolment.objects.filter(one).values_list(*TrackFollowed._fields) for one in any_of
    ]
    return [TrackFollowed(*row) for row in each[0].union(*each[1:])]
