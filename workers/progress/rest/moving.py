"""Owns `/api/v1/enrolments/{id}/move`: see what another release changes for me, then move to it."""

from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Meta, Struct
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.models import User
from campus.accounts.rest.asking import person_of
from campus.errors import Fault, NotFound
from campus.rest import parsing
from campus.rest.policies import SignedIn
from campus.rest.problems import NOT_FOUND
from campus.rest.schemas import described
from campus.rest.views import View
from courses.models import CourseRelease, Enrolment
from workers.progress.moving.carrying_out import move_own
from workers.progress.moving.foreseeing import Foreseen, foresee, stamp_of
from workers.progress.moving.telling import ToldLesson, told_lessons
from workers.progress.moving.weighing import Number

Share = Annotated[float, Meta(ge=0.0, le=1.0)]
# What PostgreSQL's integers hold.
ReleaseNumber = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class MoveQuery(Struct, kw_only=True):
    release: Annotated[ReleaseNumber | None, Meta(description="The current one unless named.")] = (
        None
    )


class MoveTo(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a preview said: its release, and the `seen` it came with."""

    release: ReleaseNumber
    seen: Annotated[str, Meta(max_length=100, description="`seen` of the preview.")]


class Standing(Struct):
    """How far I am on one of the two releases."""

    release: int
    fraction: Share
    minutes_done: int
    minutes: int


class MovedLesson(Struct):
    id: UUID
    title: str
    minutes: int


class MovePreview(Struct, kw_only=True):
    """Where I am and where I would be; a lesson is the same where its id is."""

    enrolment: UUID
    before: Standing
    after: Standing
    same: list[MovedLesson]
    new: list[MovedLesson]
    gone: list[MovedLesson]
    seen: Annotated[str, Meta(description="Send it back to move to exactly this.")]


_EXAMPLE: dict[str, Any] = {
    "enrolment": "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f",
    "before": {"release": 1, "fraction": 0.5, "minutes_done": 10, "minutes": 20},
    "after": {"release": 2, "fraction": 0.25, "minutes_done": 10, "minutes": 40},
    "same": [
        {
            "id": "0198c6f2-0002-7c3d-8e4f-5a6b7c8d9e0f",
            "title": "Des phrases courtes",
            "minutes": 10,
        }
    ],
    "new": [
        {"id": "0198c6f2-0009-7c3d-8e4f-5a6b7c8d9e0f", "title": "Relire à deux", "minutes": 20}
    ],
    "gone": [],
    "seen": "5a6b7c8d9e0f.5a6b7c8d9e10.10.20.10.40",
}


class OwnMove(View):
    permission_classes = [SignedIn]

    @described(
        "What another release changes",
        name="enrolments_move_preview",
        tag="enrolments",
        query=MoveQuery,
        answer=MovePreview,
        problems=(400, 401, 404),
        example=_EXAMPLE,
    )
    def get(self, request: Request, enrolment_id: UUID) -> Response:
        """My number on the release I read and on another one; nothing moves."""
        enrolment = _find(person_of(request), enrolment_id)
        query = parsing.query(request, MoveQuery)
        release = _release(enrolment, query.release)
        (foreseen,) = foresee([enrolment], {enrolment.id: release.id})
        return Response(_shown(foreseen))

    @described(
        "Move to another release",
        name="enrolments_move",
        tag="enrolments",
        body=MoveTo,
        answer=MovePreview,
        problems=(400, 401, 404, 409),
        send={"release": 2, "seen": _EXAMPLE["seen"]},
        example=_EXAMPLE,
    )
    def post(self, request: Request, enrolment_id: UUID) -> Response:
        """To exactly what the preview said; 409 where my number has changed since.

        An older release is moved to in the same way: that undoes it.
        """
        enrolment = _find(person_of(request), enrolment_id)
        asked = parsing.body(request, MoveTo)
        release = _release(enrolment, asked.release)
        return Response(_shown(move_own(enrolment=enrolment, release=release, seen=asked.seen)))


def _find(person: User, enrolment_id: UUID) -> Enrolment:
    """Hers alone: nobody moves somebody else through this door."""
    rows = Enrolment.objects.filter(person=person, withdrawn_at=None)
    found = rows.select_related("course__current_release").filter(id=enrolment_id).first()
    if found is None:
        raise NotFound(str(NOT_FOUND))
    return found


def _release(enrolment: Enrolment, number: int | None) -> CourseRelease:
    course = enrolment.course
    if number is None:
        assert course.current_release is not None
        return course.current_release
    found = course.releases.filter(number=number).first()
    if found is None:
        detail = _("The course has no release {number}.").format(number=number)
        raise NotFound(detail, faults=[Fault("/release", "not_found", detail)])
    return found


def _shown(foreseen: Foreseen) -> MovePreview:
    numbers = CourseRelease.objects.in_bulk([foreseen.before, foreseen.after])
    lessons = told_lessons(foreseen.before, foreseen.after)
    effect = foreseen.effect
    return MovePreview(
        enrolment=foreseen.enrolment.id,
        before=_standing(numbers[foreseen.before].number, effect.before),
        after=_standing(numbers[foreseen.after].number, effect.after),
        same=[_lesson(lesson) for lesson in lessons.same],
        new=[_lesson(lesson) for lesson in lessons.new],
        gone=[_lesson(lesson) for lesson in lessons.gone],
        seen=stamp_of(foreseen),
    )


def _standing(release: int, number: Number) -> Standing:
    return Standing(release, number.fraction, number.minutes_done, number.minutes)


def _lesson(lesson: ToldLesson) -> MovedLesson:
    return MovedLesson(lesson.id, lesson.title, lesson.minutes)
