"""Owns who belongs to a team, and the coach's signature under its project's outcome."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict, Invalid, NotAllowed
from campus.ids import new_registration
from campus.owed.owing import owe
from campus.records.appending import append
from campus.records.statements import NewRecord
from campus.records.verbs import Trust

from .enrolment import TRACK_CHANGED, join, leave
from .models import Membership, Project, ProjectTeam, Track, TrackEnrolment

LEARNING_ROLES = (Membership.Role.LEAD, Membership.Role.MEMBER)
LEADING_ROLES = (Membership.Role.LEAD, Membership.Role.COACH)


def team_named(actor: UUID) -> UUID | None:
    """The team that learning records call by this name."""
    teams = ProjectTeam.objects.filter(actor=actor)
    return teams.values_list("id", flat=True).first()


@transaction.atomic
def add_member(
    *, team: ProjectTeam, person: User, role: str = Membership.Role.MEMBER
) -> Membership:
    """Take somebody into the team; leads and members follow its tracks at once.

    Somebody who belongs to it already keeps her membership; another role replaces hers, and
    whoever becomes its coach learns in it no more.
    """
    hold(team.id)
    membership, _is_new = Membership.objects.select_for_update().get_or_create(
        team=team,
        person=person,
        left_at=None,
        defaults={"role": role, "joined_at": timezone.now()},
    )
    if membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
    if role in LEARNING_ROLES:
        for track in team.tracks.all():
            join(track=track, person=person)
    else:
        _end_claims(team_id=team.id, person=person)
    return membership


@transaction.atomic
def remove_member(*, membership: Membership) -> None:
    """End a membership and the team's claims on that person; her courses go on."""
    hold(membership.team_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.left_at:
        return
    membership.left_at = timezone.now()
    membership.save(update_fields=["left_at"])
    _end_claims(team_id=membership.team_id, person=membership.person)


def _end_claims(*, team_id: UUID, person: User) -> None:
    """The team's tracks are hers no more; what the team stands at is counted without her."""
    claims = list(TrackEnrolment.objects.filter(track__team_id=team_id, person=person))
    for enrolment in claims:
        leave(enrolment=enrolment)
    # She may have left a track by herself: then no record tells that the team counts anew.
    owe(TRACK_CHANGED, [str(enrolment.track_id) for enrolment in claims])


def hold(team_id: UUID) -> None:
    """Until the transaction ends, nobody else joins or leaves the team or gives it a track."""
    ProjectTeam.objects.select_for_update(no_key=True).get(pk=team_id)


def learners_of(team: ProjectTeam) -> list[User]:
    """Leads and members of today, in the order they joined; a coach accompanies, she is not one."""
    live = Membership.objects.filter(team=team, left_at=None, role__in=LEARNING_ROLES)
    return [membership.person for membership in live.select_related("person")]


def teams_led_by(person: User) -> QuerySet[ProjectTeam]:
    """The teams this person leads or coaches today."""
    return ProjectTeam.objects.filter(
        memberships__person=person, memberships__left_at=None, memberships__role__in=LEADING_ROLES
    ).distinct()


def leads(person: User, team_id: UUID) -> bool:
    return teams_led_by(person).filter(id=team_id).exists()


def is_coach(person: User, team_id: UUID) -> bool:
    return Membership.objects.filter(
        team_id=team_id, person=person, left_at=None, role=Membership.Role.COACH
    ).exists()


@transaction.atomic
def sign_outcome(*, project: Project, coach: User, outcome: str) -> Project:
    """The coach attests what the team achieved; its credentials wait for this.

    Raises NotAllowed for anybody else, Invalid without a text, Conflict if it is signed or if
    the team follows no track that the signature could complete.
    """
    if not is_coach(coach, project.team_id):
        raise NotAllowed(_("Only the team's coach signs its outcome."), code="not_the_coach")
    if not outcome.strip():
        raise Invalid(_("Say what the team achieved, then sign."), code="outcome_missing")
    hold(project.team_id)
    project = Project.objects.select_for_update().select_related("team").get(pk=project.pk)
    if project.signed_at:
        raise Conflict(_("The outcome is signed already."), code="already_signed")
    tracks = list(project.team.tracks.all())
    if not tracks:
        raise Conflict(
            _("The team follows no track yet: sign once it has followed one."), code="no_track"
        )
    project.outcome = outcome.strip()
    project.signed_by = coach
    project.signed_at = timezone.now()
    project.save(update_fields=["outcome", "signed_by", "signed_at"])
    append([_approval(project, track, coach) for track in tracks])
    return project


def _approval(project: Project, track: Track, coach: User) -> NewRecord:
    assert project.signed_at is not None
    return NewRecord(
        id=new_registration(),
        learner_kind="team",
        learner=project.team_id,
        actor=project.team.actor,
        registration=track.registration,
        object_kind="project",
        object=project.id,
        verb="approved",
        occurred_at=project.signed_at,
        trust=Trust.ATTESTED,
        asserted_by=coach.id,
        asserted_actor=coach.actor,
    )
