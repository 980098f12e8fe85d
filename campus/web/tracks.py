"""Owns the pages of my tracks: where I stand, what opens what, what is due."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from campus.accounts.models import User
from campus.web.pages import Audience, page, person_of
from tracks.following import DONE, StepView, steps_of
from tracks.models import ProjectTeam, TrackEnrolment
from tracks.teams import teams_led_by
from workers.progress.explaining.waivings import told_of_waivers
from workers.progress.models import Progress


@page(Audience.SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """Four queries: the tracks, their progress, the teams led or coached and their tracks."""
    person = person_of(request)
    return render(
        request, "web/tracks.html", {"followed": followed(person), "teams": led_teams(person)}
    )


@page(Audience.SIGNED_IN)
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Six queries, whatever the number of steps; three for waivers."""
    person = person_of(request)
    enrolment = get_object_or_404(_live(person), track__slug=slug)
    steps = steps_of(enrolment)
    context = {
        "enrolment": enrolment,
        "track": enrolment.track,
        "progress": Progress.objects.filter(registration=enrolment.registration).first(),
        "steps": steps_shown(steps, told_of_waivers(enrolment, steps)),
        "leads": enrolment.track.team_id
        and led_teams(person).filter(id=enrolment.track.team_id).exists(),
    }
    return render(request, "web/track.html", context)


@dataclass(frozen=True, slots=True)
class Followed:
    """A track that a person follows, with her progress once the log has been folded."""

    enrolment: TrackEnrolment
    progress: Progress | None


def followed(person: User) -> list[Followed]:
    enrolments = list(_live(person).order_by("-enrolled_at"))
    rows = Progress.objects.filter(registration__in=[e.registration for e in enrolments])
    progress = {row.registration: row for row in rows}
    return [Followed(e, progress.get(e.registration)) for e in enrolments]


def led_teams(person: User) -> QuerySet[ProjectTeam]:
    return teams_led_by(person).select_related("project").prefetch_related("tracks")


def _live(person: User) -> QuerySet[TrackEnrolment]:
    live = TrackEnrolment.objects.filter(person=person, withdrawn_at=None)
    return live.select_related("track__team__project")


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page draws it; `is_next` marks the first open one that is not done."""

    number: int
    id: UUID
    kind: str
    title: str
    scope: str
    state: str
    unlocked: bool
    required: bool
    is_done: bool
    is_next: bool
    minutes: int
    due_on: object
    because: str
    address: str


def steps_shown(steps: list[StepView], waived: Mapping[UUID, str]) -> list[ShownStep]:
    """`waived` says of a step who waived it and why."""
    next_id = next((s.id for s in steps if s.unlocked and s.state not in DONE), None)
    shown = [_shown(number, step, next_id) for number, step in enumerate(steps, 1)]
    return [replace(one, because=waived.get(one.id, one.because)) for one in shown]


def _shown(number: int, step: StepView, next_id: UUID | None) -> ShownStep:
    is_open_course = step.course_slug and step.unlocked
    return ShownStep(
        number=number,
        id=step.id,
        kind=step.kind,
        title=step.title,
        scope=step.scope,
        state=step.state,
        unlocked=step.unlocked,
        required=step.required,
        is_done=step.state in DONE,
        is_next=step.id == next_id,
        minutes=step.minutes,
        due_on=step.due_at,
        because="" if step.unlocked else step.because,
        address=reverse("web:course", args=[step.course_slug]) if is_open_course else "",
    )
