"""Owns the pages on which a coach waives a step of a member's track, and asks for it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import CampusError, NotAllowed
from campus.ids import new_registration
from campus.web.pages import Audience, page, person_of
from tracks.models import ProjectTeam, Track, TrackEnrolment
from tracks.teams import is_coach
from tracks.waivers import choices, undone, waivers_of
from tracks.waiving import MOST_REASON, take_back, waive
from workers.progress.explaining.waivings import told_of_person

from .teams import sent_uuid
from .tracks import led_teams


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def one(request: HttpRequest, team: UUID, slug: str) -> HttpResponse:
    """Which step of whom, and why; what is refused is said above what was typed."""
    person = person_of(request)
    found = _coached(person, team)
    track = next((one for one in found.tracks.all() if one.slug == slug), None)
    if track is None:
        raise Http404
    context: dict[str, Any] = {"team": found, "track": track, "most": MOST_REASON}
    if request.method == "POST":
        try:
            return _waive(request, person, found, track)
        except CampusError as error:
            context |= {"refused": error, "sent": request.POST}
    context |= {"people": choices(undone(track, but=person)), "record": new_registration()}
    status = context["refused"].status if "refused" in context else 200
    return render(request, "web/waive.html", context, status=status)


@page(Audience.SIGNED_IN, "GET", "HEAD", "POST")
def again(request: HttpRequest, team: UUID, record: UUID) -> HttpResponse:
    """What was waived, and the button that asks for it again."""
    person = person_of(request)
    found = _coached(person, team)
    enrolments = TrackEnrolment.objects.filter(track__team=found)
    waivers = waivers_of(enrolments.select_related("person", "track"))
    waiver = next((one for one in waivers if one.record == record), None)
    if waiver is None:
        raise Http404
    if request.method == "POST":
        take_back(by=person, record=record)
        told = _("{person} is asked for “{step}” again. Progress follows within a minute.")
        messages.success(request, told.format(person=waiver.enrolment.person, step=waiver.title))
        return redirect("web:team", team=found.id)
    context = {"team": found, "waiver": waiver, "told": told_of_person(waiver)}
    return render(request, "web/waiver.html", context)


def _coached(person: User, team: UUID) -> ProjectTeam:
    found = get_object_or_404(led_teams(person), id=team)
    if not is_coach(person, found.id):
        detail = _("Only the team's coach or a trainer of its organisation waives a step.")
        raise NotAllowed(detail, code="not_coach_or_trainer")
    return found


def _waive(request: HttpRequest, person: User, team: ProjectTeam, track: Track) -> HttpResponse:
    """Sent twice, the form waives once: it carries the id of the record it makes."""
    enrolment_id, _colon, step = request.POST.get("what", "").partition(":")
    of_track = TrackEnrolment.objects.filter(track=track).select_related("person")
    enrolment = get_object_or_404(of_track, id=sent_uuid(enrolment_id))
    waive(
        by=person,
        enrolment=enrolment,
        step=sent_uuid(step),
        reason=request.POST.get("reason", ""),
        record=sent_uuid(request.POST.get("record", "")),
    )
    told = _("The step is waived for {person}. Progress follows within a minute.")
    messages.success(request, told.format(person=enrolment.person))
    return redirect("web:team", team=team.id)
