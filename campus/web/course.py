"""Owns the pages of one course: what it holds, joining and leaving, the courses I follow."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from campus.web.citing import as_element, course_data
from campus.web.outline import lessons_in, modules_shown, next_address, parts_of
from campus.web.pages import Audience, page, person_of
from campus.web.related import beside
from courses.browsing import find_course, moved_to
from courses.catalogue.relating import translations_of
from courses.documents import course_document
from courses.enrolment import enrol, find_enrolment, of_latest_period, withdraw
from courses.models import Accreditation, Course, CourseRelease, Enrolment
from courses.moving import newer_release
from workers.certificates.holding.mine import waits_for_name
from workers.progress.models import Progress
from workers.progress.models.progress import ProgressState


@page(Audience.ANYONE, may_be_kept=True)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Two queries for a stranger, seven for somebody who follows it."""
    try:
        course = find_course(slug)
    except NotFound:
        return _where_it_went(slug)
    standing = standing_of(request, course)
    release = standing.release or course.current_release
    assert release is not None
    document = course_document(course, release)
    modules = modules_shown(document, parts_of(standing.enrolment))
    lessons = lessons_in(modules)
    context = {
        "course": document,
        "licence_text": document.licence_text,
        "modules": modules,
        "shows_time": True,
        "lesson_count": len(lessons),
        "continue_address": next_address(lessons),
        "standing": standing,
        "newer": newer_release(standing.enrolment) if standing.enrolment else None,
        "recognised": recognised_for(standing),
        **beside(document),
        "data": as_element(course_data(document)),
        "translations": translations_of(document.work, except_for=course.id),
    }
    return render(request, "web/course.html", context)


@page(Audience.SIGNED_IN, "POST")
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Enrol, then go where the form came from, else to the course."""
    course = find_course(slug)
    enrol(person=person_of(request), course=course)
    messages.success(request, _("You have joined the course: your progress is kept from now on."))
    way_on = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(way_on, allowed_hosts=None):
        return redirect(way_on)
    return redirect("web:course", slug=course.slug)


@page(Audience.SIGNED_IN, "POST")
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    course = find_course(slug)
    enrolment = find_enrolment(person=person_of(request), course=course)
    if enrolment:
        withdraw(enrolment=enrolment)
    messages.success(request, _("You have left the course. What you did is kept if you come back."))
    return redirect("web:course", slug=course.slug)


@page(Audience.SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """Three or four queries, whatever the number of courses."""
    rows = followed(person_of(request))
    position = max((row.progress.position for row in rows if row.progress), default=0)
    context = {
        "courses": rows,
        "position": position,
        "waits_for_name": waits_for_name(person_of(request)),
    }
    return render(request, "web/learning.html", context)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands to a course: her enrolment, or the translation she follows instead."""

    enrolment: Enrolment | None = None
    elsewhere: Course | None = None
    progress: Progress | None = None

    @property
    def release(self) -> CourseRelease | None:
        return self.enrolment.release if self.enrolment else None


def standing_of(request: HttpRequest, course: Course) -> Standing:
    if not isinstance(request.user, User):
        return Standing()
    enrolment = find_enrolment(person=request.user, course=course)
    if enrolment is None:
        return Standing()
    progress = Progress.objects.filter(registration=enrolment.registration).first()
    if enrolment.course_id != course.id:
        return Standing(elsewhere=enrolment.course, progress=progress)
    return Standing(enrolment, progress=progress)


def recognised_for(standing: Standing) -> list[Accreditation]:
    """What she learnt elsewhere, where that is why the course counts as done."""
    enrolment, progress = standing.enrolment, standing.progress
    if enrolment is None or progress is None or progress.state != ProgressState.ACCREDITED:
        return []
    hers = Accreditation.objects.filter(person=enrolment.person_id, work=enrolment.work_id)
    return list(hers.filter(withdrawn_at=None).select_related("by"))


@dataclass(frozen=True, slots=True)
class Followed:
    """A course I follow: what is under way comes first, what is done last."""

    enrolment: Enrolment
    progress: Progress | None

    @property
    def has_begun(self) -> bool:
        return self.progress is not None and self.progress.state != "not_started"

    @property
    def is_completed(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None


def followed(person: User) -> list[Followed]:
    live = Enrolment.objects.filter(of_latest_period(), person=person, withdrawn_at=None)
    enrolments = list(live.select_related("course__listing").order_by("-enrolled_at"))
    progress = Progress.objects.in_bulk([row.registration for row in enrolments])
    rows = [Followed(row, progress.get(row.registration)) for row in enrolments]
    return sorted(rows, key=lambda row: (row.is_completed, not row.has_begun))


def _where_it_went(slug: str) -> HttpResponse:
    """A course keeps answering to the slugs it once had."""
    now = moved_to(slug)
    if now is None:
        raise NotFound(_("There is no such published course: look in the catalogue."))
    return redirect("web:course", slug=now, permanent=True)
