"""Owns the progress of teams: from their members' rows, by one consumer per team at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from campus.owed.models import Owed
from campus.records.waiting import wait_until_counted
from tracks.models import Membership, Project, Track, TrackEnrolment
from tracks.teams import LEARNING_ROLES
from workers.progress.folding.earning import owe_for_track
from workers.progress.folding.pulses import beat_of_team
from workers.progress.models import ObjectState, Progress, TeamProgress
from workers.progress.models.progress import ProgressState

TEAM_PROGRESS = "team_progress"


def fold_team(key: str) -> None:
    """Recompute one team's progress in one track; handler of what is owed, so under its lock.

    When the track's rule holds and the coach has signed, the team's credential is owed.
    """
    track = Track.objects.select_related("team__project").filter(id=UUID(key)).first()
    if track is None or track.team is None:
        return
    progress = team_progress(track)
    if progress is None:
        TeamProgress.objects.filter(track=track.id).delete()
        beat_of_team(track.id)
        return
    progress.save(force_insert=not TeamProgress.objects.filter(track=track.id).exists())
    beat_of_team(track.id)
    if progress.state == ProgressState.COMPLETED and is_signed(track):
        owe_for_track(track.id)


def team_progress(track: Track) -> TeamProgress | None:
    """The mean over today's leads and members, in minutes; None while the log names none.

    Up to where it counts is said of all who ever followed the track: it never goes back when
    somebody leaves, for her leaving is counted too.
    """
    team = track.team_id
    followed = _followers_progress(track) if team else []
    learners = set(learners_today(track).values_list("person", flat=True)) if followed else set()
    rows = [row for row in followed if row.person in learners]
    if not rows or team is None:
        return None
    # A member whose joining is not folded yet has no row, and has not done hers.
    is_complete = len(rows) == len(learners) and all(
        row.state == ProgressState.COMPLETED for row in rows
    )
    return TeamProgress(
        track=track.id,
        team=team,
        members=len(rows),
        minutes_done=sum(row.minutes_done for row in rows),
        minutes=sum(row.minutes for row in rows),
        state=_state(rows, is_complete),
        completed_at=_last_completion(rows) if is_complete else None,
        as_of=max(row.as_of for row in followed),
        position=max(row.position for row in followed),
        seconds=sum(row.seconds for row in rows),
    )


def members_progress(track: Track) -> Sequence[Progress]:
    """The progress rows of those who belong to the team today and learn in it."""
    members = learners_today(track).values("person")
    enrolments = TrackEnrolment.objects.filter(track=track, person__in=members)
    return list(Progress.objects.filter(registration__in=enrolments.values("registration")))


def _followers_progress(track: Track) -> list[Progress]:
    """Of everybody who follows the track or ever did."""
    enrolments = TrackEnrolment.objects.filter(track=track).values("registration")
    return list(Progress.objects.filter(registration__in=enrolments))


def wait_for_team(track: Track, position: int, *, within_seconds: float | None = None) -> bool:
    """Wait until everything of the team up to this position is counted, as one person's is."""
    learners = learners_today(track).values_list("person", flat=True)
    owed = Owed.objects.filter(kind=TEAM_PROGRESS, key=str(track.id))
    return wait_until_counted(
        position,
        learners=learners,
        also=lambda: not owed.exists(),
        within_seconds=within_seconds,
    )


def learners_today(track: Track) -> QuerySet[Membership]:
    return Membership.objects.filter(team_id=track.team_id, left_at=None, role__in=LEARNING_ROLES)


def is_signed(track: Track) -> bool:
    """Whether the log holds the coach's approval of the team's project."""
    project = Project.objects.filter(team_id=track.team_id).values("id")
    return ObjectState.objects.filter(
        registration=track.registration, object__in=project, verb="approved", trust="attested"
    ).exists()


def _state(rows: Sequence[Progress], is_complete: bool) -> str:
    if is_complete:
        return ProgressState.COMPLETED
    has_begun = any(row.state != ProgressState.NOT_STARTED for row in rows)
    return ProgressState.IN_PROGRESS if has_begun else ProgressState.NOT_STARTED


def _last_completion(rows: Sequence[Progress]) -> datetime | None:
    return max((row.completed_at for row in rows if row.completed_at), default=None)
