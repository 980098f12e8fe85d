"""Owns whose progress a person may see: hers, her team's as lead or coach, all for campus staff."""

from django.db.models import Q, QuerySet

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from courses.models import Enrolment
from tracks.models import TrackEnrolment
from tracks.teams import teams_led_by


def course_enrolments(person: User) -> QuerySet[Enrolment]:
    """What somebody does in a course is shown to nobody else but campus staff."""
    rows = Enrolment.objects.select_related("course", "release")
    return rows if is_campus_staff(person) else rows.filter(person=person)


def track_enrolments(person: User) -> QuerySet[TrackEnrolment]:
    """Her own, and those of the members of teams she leads or coaches."""
    rows = TrackEnrolment.objects.select_related("track")
    if is_campus_staff(person):
        return rows
    return rows.filter(Q(person=person) | of_teams_led_by(person))


def of_teams_led_by(person: User) -> Q:
    """Enrolments that count for a team today: leaving a team ends what its lead may see."""
    led = teams_led_by(person).values("id")
    return Q(track__team__in=led, withdrawn_at=None)
