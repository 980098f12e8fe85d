"""Owns whose progress a person may see: hers, her team's as lead or coach, all for campus staff."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from campus.accounts.models import Role, User
from campus.accounts.roles import campus_staff
from campus.errors import NotAllowed, NotFound
from campus.rest.problems import NOT_FOUND
from courses.models import Enrolment
from tracks.models import ProjectTeam, TrackEnrolment
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


# Asked with every poll of a page: as text, it costs a third of what composing it does.
_TEAM = """
SELECT t.*, m.role, EXISTS (SELECT FROM accounts_role WHERE person_id = %(person)s
    AND kind = %(staff)s) OR %(is_superuser)s AS is_staff
FROM tracks_projectteam t LEFT JOIN tracks_membership m
    ON m.team_id = t.id AND m.person_id = %(person)s AND m.left_at IS NULL
WHERE t.id = %(team)s
"""


def find_led_team(person: User, team_id: UUID) -> ProjectTeam:
    """For its lead, its coach and campus staff; one query.

    Raises NotAllowed for its other members, NotFound for everybody else.
    """
    asked = {
        "person": person.pk,
        "team": team_id,
        "staff": Role.Kind.STAFF.value,
        "is_superuser": person.is_superuser,
    }
    found: list[Any] = list(ProjectTeam.objects.raw(_TEAM, asked))
    if not found or (found[0].role is None and not found[0].is_staff):
        raise NotFound(str(NOT_FOUND))
    team: ProjectTeam = found[0]
    if found[0].role not in LEADING_ROLES and not found[0].is_staff:
        detail = _("Only the team's lead and coach see the progress of each member.")
        raise NotAllowed(detail, code="not_the_lead")
    return team
