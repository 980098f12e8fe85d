"""Owns `GET /api/v1/progress`: fractions and states, as the fold left them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField, Value
from django.http import HttpResponse
from msgspec import UNSET, Meta, Struct, UnsetType
from rest_framework.request import Request

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.records.waiting import wait_until_counted
from campus.rest import paging, parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.paging import Cursor, Cut, Page, SinceQuery
from campus.rest.policies import SignedIn
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from courses.models import Enrolment
from tracks.models import TrackEnrolment
from workers.progress.models import Progress

from . import visible
from .unfolded import NOT_STARTED

_NONE = Value(None, UUIDField())
# A union leaves such a side out; one that is `none()` it would become the other side of.
_NO_ROW = Q(pk__in=())


class ProgressQuery(SinceQuery, kw_only=True):
    """Without any of these: all that I follow. `team` shows its members to a lead or coach."""

    enrolment: UUID | None = None
    course: Annotated[str, Meta(description="Id or slug.")] | None = None
    track: Annotated[str, Meta(description="Id or slug.")] | None = None
    team: UUID | None = None
    after: (
        Annotated[
            int, Meta(ge=0, description="A position in the log: wait up to 5 s until it counts.")
        ]
        | None
    ) = None


class ProgressOut(Struct, kw_only=True):
    """How far somebody is with one enrolment, in whole minutes; all from one projection."""

    enrolment: UUID
    person: UUID
    course: UUID | UnsetType = UNSET
    track: UUID | UnsetType = UNSET
    fraction: Annotated[float, Meta(ge=0.0, le=1.0)]
    minutes_done: int
    minutes: int
    state: Annotated[
        str, Meta(description="not_started, in_progress, completed, accredited or withdrawn")
    ]
    completed_at: datetime | None
    as_of: Annotated[
        datetime | None,
        Meta(description="When the last record counted was stored; null before the first fold."),
    ]
    position: Annotated[int, Meta(description="Records up to this place in the log are counted.")]
    seconds: Annotated[int, Meta(description="Time spent, without idle time.")]


class ProgressPage(Page[ProgressOut]):
    """One page of progress, the newest enrolment first."""


_EXAMPLE: dict[str, Any] = {
    "enrolment": "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f",
    "person": "0198c6f2-0008-7c3d-8e4f-5a6b7c8d9e0f",
    "course": "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f",
    "fraction": 0.5,
    "minutes_done": 20,
    "minutes": 40,
    "state": "in_progress",
    "completed_at": None,
    "as_of": "2026-11-23T08:30:00Z",
    "position": 1024,
    "seconds": 1260,
}


class ProgressList(View):
    permission_classes = [SignedIn]

    @described(
        "How far I am",
        name="progress_list",
        tag="progress",
        query=ProgressQuery,
        answer=ProgressPage,
        problems=(400, 401),
        example={"results": [_EXAMPLE], "next": None, "previous": None},
    )
    def get(self, request: Request) -> HttpResponse:
        """Course, track and team pages, reports and certificates read these same numbers."""
        query = parsing.query(request, ProgressQuery)
        cut, person = paging.asked(request), person_of(request)
        counted, since = _wait(person, query), _since(query)
        rows = _followed(person, query, since, cut)
        page, has_more = paging.trim(rows, cut)
        following, before = paging.addresses(
            request, cut, [Cursor([], row.id) for row in page], has_more
        )
        answer = ProgressPage(_shown(page, counted), following, before)
        return ready(request, encode(answer), cache=PERSONAL)


class Following(NamedTuple):
    """An enrolment, in a course or in a track."""

    id: UUID
    registration: UUID
    person: UUID
    course: UUID | None
    track: UUID | None


def _followed(person: User, query: ProgressQuery, since: Q, cut: Cut) -> list[Following]:
    """Of both kinds, in one query."""
    courses = (
        _courses(person, query)
        .filter(since)
        .values_list("id", "registration", "person_id", "course_id", _NONE)
    )
    tracks = (
        _tracks(person, query)
        .filter(since)
        .values_list("id", "registration", "person_id", _NONE, "track_id")
    )
    both = paging.newest(courses, cut).union(paging.newest(tracks, cut), all=True)
    rows = both.order_by("id" if cut.backwards else "-id")[: cut.limit + 1]
    return [Following(*row) for row in rows]


def _courses(person: User, query: ProgressQuery) -> QuerySet[Enrolment]:
    if query.team or query.track:
        return Enrolment.objects.filter(_NO_ROW)
    if query.enrolment:
        return visible.course_enrolments(person).filter(id=query.enrolment)
    rows = Enrolment.objects.filter(person=person)
    return rows.filter(_named("course", query.course)) if query.course else rows


def _tracks(person: User, query: ProgressQuery) -> QuerySet[TrackEnrolment]:
    if query.course:
        return TrackEnrolment.objects.filter(_NO_ROW)
    if query.enrolment or query.team:
        rows = visible.track_enrolments(person)
    else:
        rows = TrackEnrolment.objects.filter(person=person)
    if query.enrolment:
        rows = rows.filter(id=query.enrolment)
    if query.team:
        rows = rows.filter(track__team=query.team)
    return rows.filter(_named("track", query.track)) if query.track else rows


def _wait(person: User, query: ProgressQuery) -> int:
    """Up to where everything of these people is counted, as far as was asked."""
    if query.after is None:
        return 0
    shown = [
        *_courses(person, query).values_list("person"),
        *_tracks(person, query).values_list("person"),
    ]
    learners = {learner for (learner,) in shown}
    return query.after if wait_until_counted(query.after, learners=learners) else 0


def _since(query: ProgressQuery) -> Q:
    """Enrolments that are new, or whose progress became another since."""
    if query.updated_since is None:
        return Q()
    hers = Progress.objects.filter(registration=OuterRef("registration"))
    changed = Exists(hers.filter(changed_at__gte=query.updated_since))
    return Q(enrolled_at__gte=query.updated_since) | Q(changed)


def _named(field: str, reference: str) -> Q:
    try:
        return Q(**{f"{field}_id": UUID(reference)})
    except ValueError:
        return Q(**{f"{field}__slug": reference})


def _shown(rows: Sequence[Following], counted: int) -> list[ProgressOut]:
    """One query for all; an enrolment that no fold has seen yet is not started.

    `counted` is up to where it was waited for.
    """
    kept = Progress.objects.in_bulk([row.registration for row in rows])
    return [_told(row, kept.get(row.registration, NOT_STARTED), counted) for row in rows]


def _told(row: Following, progress: Progress, counted: int) -> ProgressOut:
    return ProgressOut(
        enrolment=row.id,
        person=row.person,
        course=row.course or UNSET,
        track=row.track or UNSET,
        fraction=progress.fraction,
        minutes_done=progress.minutes_done,
        minutes=progress.minutes,
        state=progress.state,
        completed_at=progress.completed_at,
        as_of=progress.as_of,
        position=max(progress.position, counted),
        seconds=progress.seconds,
    )
