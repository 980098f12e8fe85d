"""Owns `GET /api/v1/progress/{enrolment}/why`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from msgspec import Meta, Struct
from rest_framework.request import Request

from campus.accounts.rest.asking import person_of
from campus.errors import NotFound
from campus.rest import parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from workers.progress.explaining.interventions import interventions
from workers.progress.explaining.parts import (
    Explanation,
    Part,
    explain_course,
    explain_team,
    explain_track,
)
from workers.progress.explaining.waivings import Intervention, waivings, waivings_in

from . import visible
from .table import TeamProgressQuery
from .teams import table_for

Share = Annotated[float, Meta(ge=0.0, le=1.0)]


class PartOut(Struct):
    """One lesson or step; `because` says what counted, or what is missing."""

    id: UUID
    what: str
    minutes_done: Annotated[int, Meta(ge=0, description="Whole minutes that count now.")]
    minutes: Annotated[int, Meta(ge=0, description="Whole minutes that it can count.")]
    counts: Annotated[
        float, Meta(ge=0.0, le=1.0, description="`minutes_done` as a share of all `minutes`.")
    ]
    of: Share
    state: str
    because: str
    rule: Annotated[
        str, Meta(description="What makes it done: a lesson's `move_on`, the kind of a step.")
    ]
    record: Annotated[UUID | None, Meta(description="Id of the record that satisfied it.")]
    at: datetime | None
    seconds: Annotated[
        int | None,
        Meta(
            description="Time spent with it, without idle time: a page counts until two minutes "
            "after the last sign of life, a record half an hour at most. Null for a workshop."
        ),
    ]
    release: Annotated[
        int | None, Meta(description="Of a course step: the release whose rules decided.")
    ]
    course: Annotated[
        str, Meta(description="Of a course step: the course she follows, by slug; else empty.")
    ]


class Missing(Struct):
    id: UUID
    what: str
    because: str


class Said(Struct):
    """What a named person did to this number, and the record that says so."""

    what: Annotated[str, Meta(description="moved (to another release), accredited or waived")]
    said: str
    record: UUID
    at: datetime


class Why(Struct):
    """`fraction` is `minutes_done` of `minutes`, and those of the parts add up to them exactly.

    The `counts` of the parts are the same as shares, so they add up to `fraction` as floating-point
    numbers do. Where nothing takes any time, one part of one minute stands for all of it.
    """

    fraction: Share
    minutes_done: int
    minutes: int
    parts: list[PartOut]
    missing: list[Missing]
    release: Annotated[int | None, Meta(description="The release of the course that says so.")]
    revision: Annotated[int | None, Meta(description="The revision of the track that says so.")]
    interventions: Annotated[
        list[Said], Meta(description="Moves to another release, prior learning, waived steps.")
    ]


_LESSON = "0198c6f2-0002-7c3d-8e4f-5a6b7c8d9e0f"
_QUIZ = "0198c6f2-0009-7c3d-8e4f-5a6b7c8d9e0f"
_NEEDED = "Pass this quiz."
_EXAMPLE: dict[str, Any] = {
    "fraction": 0.75,
    "minutes_done": 15,
    "minutes": 20,
    "parts": [
        {
            "id": _LESSON,
            "what": "Des phrases courtes",
            "minutes_done": 15,
            "minutes": 15,
            "counts": 0.75,
            "of": 0.75,
            "state": "completed",
            "because": "Lesson completed (as declared).",
            "rule": "Completed",
            "record": "0198c6f2-7a1b-7c3d-8e4f-5a6b7c8d9e0f",
            "at": "2026-11-23T08:30:00Z",
            "seconds": 1260,
            "release": None,
            "course": "",
        },
        {
            "id": _QUIZ,
            "what": "Quiz",
            "minutes_done": 0,
            "minutes": 5,
            "counts": 0.0,
            "of": 0.25,
            "state": "not_started",
            "because": _NEEDED,
            "rule": "Passed",
            "record": None,
            "at": None,
            "seconds": 0,
            "release": None,
            "course": "",
        },
    ],
    "missing": [{"id": _QUIZ, "what": "Quiz", "because": _NEEDED}],
    "release": 3,
    "revision": None,
    "interventions": [
        {
            "what": "moved",
            "said": "You moved from release 2 to release 3 on 23 November 2026: its lessons count.",
            "record": "0198c6f2-7a1c-4c3d-8e4f-5a6b7c8d9e0f",
            "at": "2026-11-23T08:00:00Z",
        }
    ],
}


class ProgressWhy(View):
    permission_classes = [SignedIn]

    @described(
        "Why this number",
        name="progress_why",
        tag="progress",
        answer=Why,
        problems=(401, 404),
        example=_EXAMPLE,
    )
    def get(self, request: Request, enrolment_id: UUID) -> HttpResponse:
        """The lessons of a course, or the required steps of a track, and what each counts."""
        course = visible.course_enrolments(person_of(request)).filter(id=enrolment_id).first()
        if course:
            return _ready(request, shown(explain_course(course), interventions(course)))
        track = visible.track_enrolments(person_of(request)).filter(id=enrolment_id).first()
        if track:
            return _ready(request, shown(explain_track(track), waivings(track)))
        raise NotFound(str(NOT_FOUND))


class TeamWhy(View):
    permission_classes = [SignedIn]

    @described(
        "Why a team's number",
        name="teams_progress_why",
        tag="teams",
        query=TeamProgressQuery,
        answer=Why,
        problems=(400, 401, 403, 404),
        example=_EXAMPLE,
    )
    def get(self, request: Request, team_id: UUID) -> HttpResponse:
        """The members of today and what each counts, for the team's lead and coach."""
        _team, table, _counted = table_for(
            request, team_id, parsing.query(request, TeamProgressQuery)
        )
        return _ready(request, shown(explain_team(table), waivings_in(table)))


def _ready(request: Request, why: Why) -> HttpResponse:
    return ready(request, encode(why), cache=PERSONAL)


def shown(why: Explanation, done: Sequence[Intervention] = ()) -> Why:
    return Why(
        why.fraction,
        why.minutes_done,
        why.minutes,
        [_part(part) for part in why.parts],
        [Missing(part.object, part.what, part.because) for part in why.missing],
        why.release,
        why.revision,
        [Said(one.verb, one.said, one.record, one.at) for one in done],
    )


def _part(part: Part) -> PartOut:
    return PartOut(
        part.object,
        part.what,
        part.minutes_done,
        part.minutes,
        part.counts,
        part.of,
        part.state,
        part.because,
        part.rule,
        part.record,
        part.at,
        part.seconds,
        part.release,
        part.course,
    )
