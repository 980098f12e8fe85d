"""Owns whose progress a person may see: hers, her team's as lead or coach, all for campus staff."""

from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.accounts.roles import campus_staff
from campus.errors import NotAllowed, NotFound
from campus.rest.problems import NOT_FOUND
from courses.models import Enrolment
from tracks.models import Membership, ProjectTeam, TrackEnrolment
from tracks.teams import LEADING_ROLES, teams_led_by


def course_enrolments(person: User) -> QuerySet[Enrolment]:
    """What somebody does in a course is shown to nobody else but campus staff."""
    rows = Enrolment.objects.select_related("course", "release")
    return rows.filter(Q(person=person) | campus_staff(person))


def track_enrolments(person: User) -> QuerySet[TrackEnrolment]:
    """Her own, and those of the members of teams she leads or coaches."""
    rows = TrackEnrolment.objects.select_related("track")
    return rows.filter(Q(person=person) | of_teams_led_by(person) | campus_staff(person))


def of_teams_led_by(person: User) -> Q:
    """Enrolments that count for a team today: leaving a team ends what its lead may see."""
    led = teams_led_by(person).values("id")
    return Q(track__team__in=led, withdrawn_at=None)


def find_led_team(person: User, team_id: UUID) -> ProjectTeam:
    """For its lead, its coach and campus staff; one query.

    Raises NotAllowed for its other members, NotFound for everybody else.
    """
    hers = Membership.objects.filter(team=OuterRef("pk"), person=person, left_at=None)
    leads = Q(Exists(hers.filter(role__in=LEADING_ROLES))) | campus_staff(person)
    rows = ProjectTeam.objects.filter(Q(Exists(hers)) | campus_staff(person), id=team_id)
    team = rows.annotate(is_shown=ExpressionWrapper(leads, BooleanField())).first()
    if team is None:
        raise NotFound(str(NOT_FOUND))
    if not team.is_shown:
        detail = _("Only the team's lead and coach see the progress of each member.")
        raise NotAllowed(detail, code="not_the_lead")
    return team
