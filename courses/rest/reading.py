"""Owns the doors of courses, releases and lessons: ready bytes for anyone."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from rest_framework.request import Request

from campus.accounts.models import User
from campus.rest import parsing
from campus.rest.conditional import PRIVATE, PUBLIC, Keep, ready
from campus.rest.policies import Anyone
from campus.rest.rendering import encode
from campus.rest.schemas import described
from campus.rest.selecting import cut, expansions
from campus.rest.views import View
from courses import browsing
from courses.documents import (
    CourseDocument,
    LessonDocument,
    ReleasedCourse,
    course_document,
    fill,
    find_lesson,
    lesson_document,
    release_document,
)
from courses.models import Course

from .moving import find_or_lead
from .shapes import COURSE, LESSON, RELEASE, CourseQuery, LessonQuery, ReleaseQuery


class OneCourse(View):
    permission_classes = [Anyone]

    @described(
        "One course",
        name="courses_retrieve",
        tag="courses",
        query=CourseQuery,
        answer=CourseDocument,
        problems=(400, 404),
        example=COURSE,
    )
    def get(self, request: Request, course: str) -> HttpResponseBase:
        """By id or slug, as its current release says. An old slug redirects for ever."""
        found = find_or_lead(request, course)
        if not isinstance(found, Course):
            return found
        assert found.current_release is not None
        query = parsing.query(request, CourseQuery)
        asked = expansions(query.expand, {"lessons", "releases", "translations", "relations"})
        document = course_document(found, found.current_release)
        fill(document, found.current_release, asked)
        return ready(
            request,
            encode(cut(document, query.fields)),
            cache=PUBLIC,
            keep=Keep.THIS_REVISION,
        )


class OneRelease(View):
    permission_classes = [Anyone]

    @described(
        "One release of a course",
        name="courses_release",
        tag="courses",
        query=ReleaseQuery,
        answer=ReleasedCourse,
        problems=(400, 404),
        example=RELEASE,
    )
    def get(self, request: Request, course: str, number: int) -> HttpResponseBase:
        """What that release says never changes; who is enrolled on it keeps reading it."""
        found = find_or_lead(request, course)
        if not isinstance(found, Course):
            return found
        if number > 2**31 - 1:
            raise Http404
        query = parsing.query(request, ReleaseQuery)
        release = browsing.find_release(found, number)
        document = release_document(found, release)
        fill(document, release, expansions(query.expand, {"lessons"}))
        return ready(
            request,
            encode(cut(document, query.fields)),
            cache=PUBLIC,
            keep=Keep.THIS_REVISION,
        )


class OneLesson(View):
    permission_classes = [Anyone]

    @described(
        "One lesson",
        name="lessons_retrieve",
        tag="courses",
        query=LessonQuery,
        answer=LessonDocument,
        problems=(400, 404),
        example=LESSON,
    )
    def get(self, request: Request, lesson_id: UUID) -> HttpResponseBase:
        """From the release the caller is enrolled on, else the current one, else `?release=`.

        A quiz comes with its questions; which answers are right is told nowhere.
        """
        query = parsing.query(request, LessonQuery)
        person = request.user if isinstance(request.user, User) else None
        row = find_lesson(lesson_id, person=person, number=query.release)
        is_same_for_all = person is None or query.release is not None
        response = ready(
            request,
            encode(cut(lesson_document(row), query.fields)),
            cache=PUBLIC if is_same_for_all else PRIVATE,
            keep=Keep.THIS_REVISION if is_same_for_all else Keep.NOT,
        )
        response.headers["Vary"] = "Cookie, X-Session-Token, Authorization"
        return response
