"""Owns the words for waived steps: beside the step, and among what named persons did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.models import Enrolment
from tracks.following import StepView, in_language
from tracks.models import RevisionStep, StepState, TrackEnrolment
from tracks.waivers import Waiver, waivers_of
from workers.progress.reporting.tables import Table


@dataclass(frozen=True, slots=True)
class Intervention:
    """What was done, in words; `record` is the one that says so."""

    verb: str
    said: str
    record: UUID
    at: datetime


def waivings(enrolment: TrackEnrolment) -> list[Intervention]:
    """Which steps of her track were waived, in the order of the log."""
    return [_waiving(waiver, _told_of_step) for waiver in waivers_of([enrolment])]


def waivers_in(table: Table) -> list[Waiver]:
    """Those of a team's members of today; four queries, none where no step is waived."""
    if not any(state.state == StepState.State.WAIVED for state in table.states.values()):
        return []
    followed = TrackEnrolment.objects.filter(id__in=[row.enrolment for row in table.rows])
    return waivers_of(followed.select_related("person", "track"))


def waivings_in(table: Table) -> list[Intervention]:
    """Which steps were waived for whom."""
    return [_waiving(waiver, told_of_person) for waiver in waivers_in(table)]


def waivings_of_course(enrolment: Enrolment) -> list[Intervention]:
    """In the tracks she follows, under any step that asks for this course."""
    asking = RevisionStep.objects.filter(work=enrolment.work_id)
    mine = TrackEnrolment.objects.filter(
        person=enrolment.person_id,
        withdrawn_at=None,
        track__in=asking.values("revision__track"),
    )
    if not (waivers := waivers_of(mine.select_related("track"))):
        return []
    steps = set(asking.values_list("step", flat=True))
    return [_waiving(waiver, _told_of_course) for waiver in waivers if waiver.step in steps]


def _waiving(waiver: Waiver, words: Callable[[Waiver], str]) -> Intervention:
    return Intervention("waived", words(waiver), waiver.record, waiver.at)


def told_of_waivers(enrolment: TrackEnrolment, steps: Sequence[StepView]) -> dict[UUID, str]:
    """By step, what stands beside it; three queries, none where no step is waived."""
    if not any(step.state == StepState.State.WAIVED for step in steps):
        return {}
    return {waiver.step: _told_beside(waiver) for waiver in waivers_of([enrolment])}


def _told_beside(waiver: Waiver) -> str:
    return _("{name} waived this step on {day}: {reason}").format(**_words(waiver))


def _told_of_step(waiver: Waiver) -> str:
    return _("{name} waived “{step}” on {day}: {reason}").format(**_words(waiver))


def told_of_person(waiver: Waiver) -> str:
    told = _("{name} waived “{step}” for {person} on {day}: {reason}")
    return told.format(person=waiver.enrolment.person, **_words(waiver))


def _told_of_course(waiver: Waiver) -> str:
    track = waiver.enrolment.track
    told = _("In the track “{track}” only, {name} waived this course on {day}: {reason}")
    title = in_language(track.title, track.source_language)
    return told.format(track=title, **_words(waiver))


def _words(waiver: Waiver) -> dict[str, str]:
    return {
        "name": waiver.name,
        "step": waiver.title,
        "day": day_of(waiver.at),
        "reason": waiver.reason,
    }


def day_of(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
