"""Owns `/api/v1/tracks`: my tracks, and their steps as I stand with them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery, Sum
from django.http import HttpResponse
from rest_framework.request import Request

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.records.waiting import wait_until_counted
from campus.rest import paging, parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.paging import CountedPageQuery, Cursor
from campus.rest.policies import SignedIn
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from tracks.following import StepView, in_language, steps_of
from tracks.models import RevisionStep, Track, TrackEnrolment, TrackRevision

from . import visible
from .examples import STEP, TRACK
from .shapes import CountedQuery, StepOut, Steps, TrackOut, TrackPage, TrackTeam

_END_OF_DAY = time(23, 59, 59)


class Tracks(View):
    permission_classes = [SignedIn]

    @described(
        "My tracks",
        name="tracks_list",
        tag="tracks",
        query=CountedPageQuery,
        answer=TrackPage,
        problems=(400, 401),
        example={"results": [TRACK], "next": None, "previous": None},
    )
    def get(self, request: Request) -> HttpResponse:
        """My own tracks and those of the teams I belong to today."""
        cut = paging.asked(request)
        query = parsing.query(request, CountedPageQuery)
        counted = counted_up_to(person_of(request), query.after)
        rows = visible.tracks(person_of(request)).filter(visible.revised_since(query.updated_since))
        rows = rows.select_related("team")
        found = paging.newest_first(_with_figures(rows, person_of(request)), cut)
        page, has_more = paging.trim(found, cut)
        following, before = paging.addresses(
            request, cut, [Cursor([], row.id) for row in page], has_more
        )
        answer = TrackPage([_shown(row, counted) for row in page], following, before)
        return ready(request, encode(answer), cache=PERSONAL)


class OneTrack(View):
    permission_classes = [SignedIn]

    @described(
        "One track",
        name="tracks_retrieve",
        tag="tracks",
        query=CountedQuery,
        answer=TrackOut,
        problems=(400, 401, 404),
        example=TRACK,
    )
    def get(self, request: Request, track: str) -> HttpResponse:
        """By id or slug."""
        found = visible.find_track(person_of(request), track)
        counted = counted_up_to(person_of(request), parsing.query(request, CountedQuery).after)
        row = _with_figures(Track.objects.filter(id=found.id), person_of(request))
        answer = _shown(row.select_related("team").get(), counted)
        return ready(request, encode(answer), cache=PERSONAL)


class TrackSteps(View):
    permission_classes = [SignedIn]

    @described(
        "The steps of a track",
        name="tracks_steps",
        tag="tracks",
        query=CountedQuery,
        answer=Steps,
        problems=(400, 401, 404),
        example={"results": [STEP], "position": 1024},
    )
    def get(self, request: Request, track: str) -> HttpResponse:
        """In order, with my states. A coach, who does not follow the track, has started none."""
        found = visible.find_track(person_of(request), track)
        person = person_of(request)
        counted = counted_up_to(person, parsing.query(request, CountedQuery).after)
        enrolment = TrackEnrolment.objects.filter(track=found, person=person).first()
        enrolment = enrolment or TrackEnrolment(track=found, person=person)
        steps = steps_shown(steps_of(enrolment), found.zone)
        answer = Steps(steps, max(enrolment.position, counted))
        return ready(request, encode(answer), cache=PERSONAL)


def counted_up_to(person: User, after: int | None) -> int:
    """`after`, once all of hers up to there is counted; 0 where that was not asked or took long."""
    if after is None:
        return 0
    return after if wait_until_counted(after, learners=[person.id]) else 0


def steps_shown(steps: Iterable[StepView], zone: str) -> list[StepOut]:
    return [
        StepOut(
            id=step.id,
            kind=step.kind,
            title=step.title,
            scope=step.scope,
            state=step.state,
            unlocked=step.unlocked,
            because=step.because,
            required=step.required,
            due_at=due_at(step.due_at, zone),
            minutes=step.minutes,
            minutes_done=step.minutes_done,
            completed_at=step.completed_at,
            course=step.course_id,
        )
        for step in steps
    ]


def due_at(day: date | None, zone: str) -> datetime | None:
    """A due date means the last second of that day where the track is."""
    return datetime.combine(day, _END_OF_DAY, ZoneInfo(zone)) if day else None


def _with_figures(rows: Any, person: User) -> Any:
    """With the number and minutes of the revision in force, and this person's enrolment."""
    revision = TrackRevision.objects.filter(track=OuterRef("pk"), replaced_at=None)
    required = RevisionStep.objects.filter(
        revision__track=OuterRef("pk"), revision__replaced_at=None, required=True
    )
    total = required.order_by().values("revision__track").annotate(total=Sum("minutes"))
    mine = TrackEnrolment.objects.filter(track=OuterRef("pk"), person=person, withdrawn_at=None)
    return rows.annotate(
        revision_number=Subquery(revision.values("number")[:1]),
        required_minutes=Subquery(total.values("total")),
        my_enrolment=Subquery(mine.values("id")[:1]),
        my_position=Subquery(mine.values("position")[:1]),
    )


def _shown(row: Any, counted: int) -> TrackOut:
    return TrackOut(
        id=row.id,
        slug=row.slug,
        title=in_language(row.title, row.source_language),
        titles=row.title,
        team=TrackTeam(row.team.id, row.team.name) if row.team else None,
        revision=row.revision_number,
        minutes=row.required_minutes or 0,
        enrolment=row.my_enrolment,
        position=max(row.my_position or 0, counted),
    )
