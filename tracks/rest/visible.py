"""Owns which rows a person may find: every look-up of these doors starts here."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.accounts.models import User
from campus.accounts.roles import is_campus_staff
from campus.errors import NotFound
from campus.rest.problems import NOT_FOUND
from courses.models import Enrolment
from tracks.following import DONE
from tracks.models import (
    Membership,
    ProjectTeam,
    RevisionStep,
    StepState,
    Track,
    TrackEnrolment,
)


def teams(person: User) -> QuerySet[ProjectTeam]:
    """Those she belongs to today in any role; campus staff see all."""
    if is_campus_staff(person):
        return ProjectTeam.objects.all()
    return ProjectTeam.objects.filter(id__in=_own_team_ids(person))


def tracks(person: User) -> QuerySet[Track]:
    """Her own and those of her teams; campus staff see all."""
    if is_campus_staff(person):
        return Track.objects.all()
    return Track.objects.filter(Q(person=person) | Q(team__in=_own_team_ids(person)))


def course_enrolments(person: User) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person=person).select_related("release", "completion")


def track_enrolments(person: User) -> QuerySet[TrackEnrolment]:
    """Hers, with `is_complete`: every required step of the revision in force is done."""
    return with_completion(TrackEnrolment.objects.filter(person=person))


def with_completion(enrolments: QuerySet[TrackEnrolment]) -> QuerySet[TrackEnrolment]:
    done = StepState.objects.filter(
        enrolment=OuterRef(OuterRef("pk")), step=OuterRef("step"), state__in=DONE
    )
    required = RevisionStep.objects.filter(
        revision__track=OuterRef("track"), revision__replaced_at=None, required=True
    )
    undone = required.filter(~Exists(done))
    return enrolments.annotate(is_complete=Exists(required) & ~Exists(undone))


def find_track(person: User, reference: str) -> Track:
    """By id or slug; raises NotFound for one that is hidden as for one that is not there."""
    rows = tracks(person).select_related("team")
    track = rows.filter(_by_reference(reference)).first()
    if track is None:
        raise NotFound(str(NOT_FOUND))
    return track


def find_team(person: User, team_id: UUID) -> ProjectTeam:
    rows = teams(person).select_related("organisation", "project__signed_by")
    team = rows.filter(id=team_id).first()
    if team is None:
        raise NotFound(str(NOT_FOUND))
    return team


def _by_reference(reference: str) -> Q:
    try:
        return Q(id=UUID(reference))
    except ValueError:
        return Q(slug=reference)


def _own_team_ids(person: User) -> QuerySet[Membership, UUID]:
    return Membership.objects.filter(person=person, left_at=None).values_list("team", flat=True)


def courses_since(moment: datetime | None) -> Q:
    """Those joined, left, come back to, moved or completed since; all where no moment is given."""
    if moment is None:
        return Q()
    return Q(changed_at__gte=moment) | Q(completion__changed_at__gte=moment)


def tracks_since(moment: datetime | None) -> Q:
    if moment is None:
        return Q()
    done = StepState.objects.filter(enrolment=OuterRef("pk"), changed_at__gte=moment)
    return _joined_or_left_since(moment) | Q(Exists(done))


def revised_since(moment: datetime | None) -> Q:
    """Tracks whose revision in force is that new."""
    if moment is None:
        return Q()
    return Q(revisions__replaced_at=None, revisions__created_at__gte=moment)


def teams_since(moment: datetime | None) -> Q:
    """Teams where somebody came or went, or whose outcome was signed."""
    if moment is None:
        return Q()
    moved = Membership.objects.filter(team=OuterRef("pk")).filter(
        Q(joined_at__gte=moment) | Q(left_at__gte=moment)
    )
    return Q(created_at__gte=moment) | Q(project__signed_at__gte=moment) | Q(Exists(moved))


def _joined_or_left_since(moment: datetime) -> Q:
    return Q(enrolled_at__gte=moment) | Q(withdrawn_at__gte=moment)
