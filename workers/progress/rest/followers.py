"""Owns `GET /api/v1/courses/{slug}/progress`: everybody who follows a course, for campus staff."""

import time
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from msgspec import Meta, Struct
from rest_framework.request import Request

from campus.accounts.rest.asking import person_of
from campus.accounts.roles import is_campus_staff
from campus.errors import NotAllowed, NotFound
from campus.rest import parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from workers.progress.folding.pulses import course_with_beats
from workers.progress.reporting.followers import followers_page

from .kept import Reports

Share = Annotated[float, Meta(ge=0.0, le=1.0)]

# Names may change without a number: a page is made anew after so long in any case.
_LONGEST_SECONDS = 60
_reports = Reports()


class FollowersQuery(Struct, kw_only=True):
    cursor: Annotated[UUID | None, Meta(description="From `next`.")] = None


class FollowerOut(Struct, kw_only=True):
    """The same numbers as this person sees."""

    enrolment: UUID
    person: UUID
    name: str
    fraction: Share
    minutes_done: int
    minutes: int
    seconds: int
    state: str
    completed_at: str | None
    as_of: str | None
    position: Annotated[int, Meta(description="Records up to this place in the log are counted.")]


class FollowersPage(Struct):
    """At most 500 people, in the order in which they joined; `next` is null on the last page."""

    results: list[FollowerOut]
    next: str | None


_EXAMPLE = {
    "results": [
        {
            "enrolment": "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f",
            "person": "0198c6f2-0008-7c3d-8e4f-5a6b7c8d9e0f",
            "name": "Aïcha Diallo",
            "fraction": 0.5,
            "minutes_done": 20,
            "minutes": 40,
            "seconds": 1260,
            "state": "in_progress",
            "completed_at": None,
            "as_of": "2026-11-23T08:30:00.000000Z",
            "position": 1024,
        }
    ],
    "next": None,
}


class Followers(View):
    permission_classes = [SignedIn]

    @described(
        "How far everybody is who follows a course",
        name="courses_progress",
        tag="progress",
        query=FollowersQuery,
        answer=FollowersPage,
        problems=(400, 401, 403, 404),
        example=_EXAMPLE,
    )
    def get(self, request: Request, course: str) -> HttpResponse:
        """For campus staff. The page moves when a number does; its ETag tells so."""
        if not is_campus_staff(person_of(request)):
            detail = _("What each person does in a course is shown to campus staff only.")
            raise NotAllowed(detail, code="not_campus_staff")
        after = parsing.query(request, FollowersQuery).cursor
        found = course_with_beats(course)
        if found is None:
            raise NotFound(_("There is no such published course: look in the catalogue."))
        id_, slug, beats = found
        kept = _reports.find_or_make(
            (id_, after),
            (slug, beats, time.monotonic() // _LONGEST_SECONDS),
            lambda: _page(id_, slug, after),
        )
        return ready(request, kept.content, cache=PERSONAL, etag=kept.etag)


def _page(course: UUID, slug: str, after: UUID | None) -> bytes:
    rows, last = followers_page(course, after=after)
    following = f'"/api/v1/courses/{slug}/progress?cursor={last}"' if last else "null"
    return b'{"results":%s,"next":%s}' % (rows, following.encode())
