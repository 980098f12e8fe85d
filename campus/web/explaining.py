"""Owns the pages that say in words why a number is what it is: of a course, a track, a team."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.web.pages import Audience, page, person_of
from courses.browsing import find_course
from courses.enrolment import find_enrolment
from tracks.models import TrackEnrolment
from workers.progress.explaining.interventions import interventions
from workers.progress.explaining.parts import (
    Explanation,
    explain_course,
    explain_team,
    explain_track,
)
from workers.progress.explaining.waivings import Intervention, waivings_in
from workers.progress.models import Progress
from workers.progress.reporting.tables import team_table

from .tracks import led_teams


@dataclass(frozen=True, slots=True)
class Subject:
    """What the number is about: its name, its page, and as of when it holds."""

    kind: str
    title: object
    address: str
    as_of: datetime | None


@page(Audience.SIGNED_IN)
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """My number in a course: its lessons, and what named persons did to it."""
    enrolment = find_enrolment(person=person_of(request), course=find_course(slug))
    if enrolment is None or enrolment.course.slug != slug:
        raise NotFound(_("You do not follow this course: join it first."), code="not_enrolled")
    address = reverse("web:course", args=[slug])
    title = enrolment.course.listing.title
    subject = Subject("course", title, address, _as_of(enrolment.registration))
    return _page(request, subject, explain_course(enrolment), interventions(enrolment))


@page(Audience.SIGNED_IN)
def track(request: HttpRequest, slug: str) -> HttpResponse:
    """My number in a track: its required steps."""
    mine = TrackEnrolment.objects.filter(person=person_of(request), withdrawn_at=None)
    enrolment = get_object_or_404(mine.select_related("track"), track__slug=slug)
    address = reverse("web:track", args=[slug])
    subject = Subject("track", enrolment.track.title, address, _as_of(enrolment.registration))
    return _page(request, subject, explain_track(enrolment))


@page(Audience.SIGNED_IN)
def team(request: HttpRequest, team: UUID, slug: str) -> HttpResponse:
    """A team's number in one of its tracks: its members of today, for its lead and coach."""
    found = get_object_or_404(led_teams(person_of(request)), id=team)
    followed = next((one for one in found.tracks.all() if one.slug == slug), None)
    if followed is None:
        raise Http404
    table = team_table(found, followed)
    subject = Subject("team", found.name, reverse("web:team", args=[found.id]), table.as_of)
    return _page(request, subject, explain_team(table), waivings_in(table))


def _as_of(registration: UUID) -> datetime | None:
    moments = Progress.objects.filter(registration=registration).values_list("as_of", flat=True)
    return moments.first()


def _page(
    request: HttpRequest,
    subject: Subject,
    why: Explanation,
    done: list[Intervention] | None = None,
) -> HttpResponse:
    context = {"subject": subject, "why": why, "interventions": done or []}
    return render(request, "web/why.html", context)
