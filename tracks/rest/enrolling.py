"""Owns `/api/v1/enrolments`: joining and leaving courses and tracks."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from msgspec import UNSET
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.errors import Fault, Invalid, NotAllowed, NotFound
from campus.rest import paging, parsing
from campus.rest.conditional import PERSONAL, ready
from campus.rest.paging import CountedPageQuery, Cursor
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.views import View
from courses import browsing, enrolment
from courses.models import CourseRelease, Enrolment
from tracks.enrolment import join, leave
from tracks.models import TrackEnrolment
from tracks.teams import learners_of

from . import visible
from .examples import ENROLMENT, ENROLMENTS
from .shapes import CountedQuery, Enrol, EnrolmentOut, EnrolmentPage
from .tracks import counted_up_to


class Enrolments(View):
    permission_classes = [SignedIn]

    @described(
        "My enrolments",
        name="enrolments_list",
        tag="enrolments",
        query=CountedPageQuery,
        answer=EnrolmentPage,
        problems=(400, 401),
        example=ENROLMENTS,
    )
    def get(self, request: Request) -> HttpResponse:
        """In courses and tracks, the newest first; those that were left stay listed."""
        cut, person = paging.asked(request), person_of(request)
        query = parsing.query(request, CountedPageQuery)
        counted, since = counted_up_to(person, query.after), query.updated_since
        courses = visible.course_enrolments(person).filter(visible.courses_since(since))
        tracks = visible.track_enrolments(person).filter(visible.tracks_since(since))
        rows: list[Enrolment | TrackEnrolment] = [
            *paging.newest_first(courses, cut),
            *paging.newest_first(tracks, cut),
        ]
        rows.sort(key=lambda row: row.id, reverse=not cut.backwards)
        page, has_more = paging.trim(rows, cut)
        following, before = paging.addresses(
            request, cut, [Cursor([], row.id) for row in page], has_more
        )
        answer = EnrolmentPage([shown(row, counted) for row in page], following, before)
        return ready(request, encode(answer), cache=PERSONAL)

    @described(
        "Join a course or a track",
        name="enrolments_create",
        tag="enrolments",
        body=Enrol,
        answer=EnrolmentOut,
        status=201,
        also=200,
        problems=(400, 401, 403, 404),
        send={"course": "ecrire-clairement"},
        example=ENROLMENT,
    )
    def post(self, request: Request) -> Response:
        """201 for a new enrolment; asking again answers the same one with 200.

        An enrolment pins a release of the course: a later release moves nobody. Coming back
        after having left revives the same enrolment; of several periods, the latest.
        """
        asked = parsing.body(request, Enrol)
        if (asked.course is None) == (asked.track is None):
            raise Invalid(_("Name either a course or a track."), code="one_target")
        row, is_new = _join(person_of(request), asked)
        return Response(shown(row), status=201 if is_new else 200)


class OneEnrolment(View):
    permission_classes = [SignedIn]

    @described(
        "One enrolment of mine",
        name="enrolments_retrieve",
        tag="enrolments",
        query=CountedQuery,
        answer=EnrolmentOut,
        problems=(400, 401, 404),
        example=ENROLMENT,
    )
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        person = person_of(request)
        counted = counted_up_to(person, parsing.query(request, CountedQuery).after)
        return Response(shown(_find(person, enrolment_id), counted))

    @described(
        "Leave",
        name="enrolments_destroy",
        tag="enrolments",
        status=204,
        problems=(401, 404),
    )
    def delete(self, request: Request, enrolment_id: UUID) -> Response:
        """What was done stays in the log and counts again on coming back."""
        row = _find(person_of(request), enrolment_id)
        if isinstance(row, Enrolment):
            enrolment.withdraw(enrolment=row)
        else:
            leave(enrolment=row)
        return Response(status=204)


def shown(row: Enrolment | TrackEnrolment, counted: int = 0) -> EnrolmentOut:
    """`counted` is up to where it was waited for."""
    if isinstance(row, Enrolment):
        completion = getattr(row, "completion", None)
        return EnrolmentOut(
            id=row.id,
            registration=row.registration,
            course=row.course_id,
            release_number=row.release.number,
            period=row.period,
            state=_state(row, is_complete=completion is not None),
            enrolled_at=row.enrolled_at,
            withdrawn_at=row.withdrawn_at,
            completed_at=completion.completed_at if completion else None,
            position=counted or UNSET,
        )
    return EnrolmentOut(
        id=row.id,
        registration=row.registration,
        track=row.track_id,
        state=_state(row, is_complete=bool(getattr(row, "is_complete", False))),
        enrolled_at=row.enrolled_at,
        withdrawn_at=row.withdrawn_at,
        position=max(row.position, counted),
    )


def _state(row: Enrolment | TrackEnrolment, *, is_complete: bool) -> str:
    if is_complete:
        return "completed"
    return "withdrawn" if row.withdrawn_at else "active"


def _find(person: User, enrolment_id: UUID) -> Enrolment | TrackEnrolment:
    found = (
        visible.course_enrolments(person).filter(id=enrolment_id).first()
        or visible.track_enrolments(person).filter(id=enrolment_id).first()
    )
    if found is None:
        raise NotFound(str(NOT_FOUND))
    return found


def _join(person: User, asked: Enrol) -> tuple[Enrolment | TrackEnrolment, bool]:
    if asked.track is not None:
        return _join_track(person, asked.track, asked.release)
    course = browsing.find_course(asked.course or "", pointer="/course")
    release = _find_release(course.id, asked.release) if asked.release else None
    row, is_new = enrolment.enrol(person=person, course=course, release=release)
    return _find(person, row.id), is_new


def _join_track(
    person: User, reference: str, release: int | None
) -> tuple[Enrolment | TrackEnrolment, bool]:
    if release is not None:
        detail = _("A track names the releases itself: leave this out.")
        raise Invalid(detail, faults=[Fault("/release", "unknown_key", detail)])
    track = visible.find_track(person, reference)
    is_learner = track.person_id == person.id or (
        track.team is not None and person in learners_of(track.team)
    )
    if not is_learner:
        raise NotAllowed(
            _("Only the team's lead and members follow its track."), code="not_a_learner"
        )
    row, is_new = join(track=track, person=person)
    return _find(person, row.id), is_new


def _find_release(course_id: UUID, number: int) -> CourseRelease:
    release = CourseRelease.objects.filter(course=course_id, number=number).first()
    if release is None:
        detail = _("The course has no release {number}.").format(number=number)
        raise NotFound(detail, faults=[Fault("/release", "not_found", detail)])
    return release
