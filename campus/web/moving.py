"""Owns the page on which a learner sees what another release of her course changes, and moves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campus.errors import Conflict, NotFound
from campus.web.pages import Audience, page, person_of
from courses.browsing import find_course
from courses.documents import course_document
from courses.enrolment import find_enrolment
from courses.models import Course, CourseRelease, Enrolment
from workers.progress.moving.carrying_out import move_own
from workers.progress.moving.foreseeing import foresee, stamp_of
from workers.progress.moving.telling import told_lessons


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """To the current release, or to the one that `release` names: so she goes back, too."""
    course = find_course(slug)
    enrolment = _own(request, course)
    release = _asked(course, request.POST.get("release") or request.GET.get("release", ""))
    if request.method == "POST":
        return _move(request, course, enrolment, release)
    if release.id == enrolment.release_id:
        return redirect("web:course", slug=course.slug)
    return render(request, "web/move.html", _preview(course, enrolment, release))


def _own(request: HttpRequest, course: Course) -> Enrolment:
    enrolment = find_enrolment(person=person_of(request), course=course)
    if enrolment is None or enrolment.course_id != course.id:
        raise NotFound(_("You do not follow this course: join it first."))
    return enrolment


def _asked(course: Course, number: str) -> CourseRelease:
    named = course.current_release
    if number:
        is_number = number.isascii() and number.isdigit() and len(number) < 9
        named = course.releases.filter(number=int(number)).first() if is_number else None
    if named is None:
        raise NotFound(_("This course has no such release."))
    return named


def _preview(course: Course, enrolment: Enrolment, release: CourseRelease) -> dict[str, Any]:
    (foreseen,) = foresee([enrolment], {enrolment.id: release.id})
    return {
        "course": course_document(course, enrolment.release),
        "release": release,
        "reads": enrolment.release,
        "before": foreseen.effect.before,
        "after": foreseen.effect.after,
        "lessons": told_lessons(foreseen.before, foreseen.after),
        "seen": stamp_of(foreseen),
    }


def _move(
    request: HttpRequest, course: Course, enrolment: Enrolment, release: CourseRelease
) -> HttpResponse:
    """A number that changed since she looked sends her back to look again, with the reason."""
    try:
        move_own(enrolment=enrolment, release=release, seen=request.POST.get("seen", ""))
    except Conflict as error:
        messages.error(request, error.detail)
        return redirect("web:move", slug=course.slug)
    told = _("You now read release {number}. What you did in lessons that stayed counts on.")
    messages.success(request, told.format(number=release.number))
    return redirect("web:course", slug=course.slug)
