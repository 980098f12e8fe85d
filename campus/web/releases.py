"""Owns the page of one release of a course: it keeps saying the same, so it can be cited."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campus.accounts.models import User
from campus.errors import NotFound
from campus.web.citing import release_address
from campus.web.pages import Audience, page
from courses.browsing import find_course, find_release, moved_to
from courses.documents import release_document
from courses.enrolment import find_enrolment
from courses.models import Course

LARGEST_NUMBER = 2**31 - 1


@page(Audience.ANYONE, may_be_kept=True)
def one(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Four queries, five where signed in; a renamed course is found under its slug of today."""
    if number > LARGEST_NUMBER:
        raise Http404
    try:
        course = find_course(slug)
    except NotFound:
        now = moved_to(slug)
        if now is None:
            raise
        return redirect("web:release", slug=now, number=number, permanent=True)
    release = find_release(course, number)
    assert course.current_release is not None
    context = {
        "course": release_document(course, release),
        "note": release.note,
        "current": course.current_release.number,
        "permanent_address": release_address(course.slug, number),
        "reads": _reads(request, course),
        "numbers": course.releases.order_by("-number").values_list("number", "published_at"),
    }
    return render(request, "web/release.html", context)


def _reads(request: HttpRequest, course: Course) -> int | None:
    """The number of the release she follows the course on, if she follows it."""
    if not isinstance(request.user, User):
        return None
    enrolment = find_enrolment(person=request.user, course=course)
    hers = enrolment is not None and enrolment.course_id == course.id
    return enrolment.release.number if enrolment and hers else None
