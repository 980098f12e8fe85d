"""Owns a team's table: who is how far with which step of its track."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tracks.models import (
    Membership,
    ProjectTeam,
    RevisionStep,
    StepState,
    Track,
    TrackEnrolment,
)
from tracks.teams import LEARNING_ROLES

from .models import Progress, TeamProgress


@dataclass(frozen=True, slots=True)
class Row:
    """A lead or member of today, with her progress; None before the first fold."""

    membership: Membership
    enrolment: UUID | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and steps in order, and the states by enrolment and step."""

    track: Track | None
    team: TeamProgress | None
    rows: list[Row]
    steps: list[RevisionStep]
    states: Mapping[tuple[UUID, UUID], StepState]

    @property
    def as_of(self) -> datetime | None:
        return self.team.as_of if self.team else None


def team_table(team: ProjectTeam, track: Track | None) -> Table:
    """Six queries, however many members and steps."""
    live = Membership.objects.filter(team=team, left_at=None, role__in=LEARNING_ROLES)
    members = list(live.select_related("person"))
    enrolments = {
        row.person_id: row
        for row in TrackEnrolment.objects.filter(
            track=track, person__in=[member.person_id for member in members]
        )
    }
    kept = Progress.objects.in_bulk([row.registration for row in enrolments.values()])
    return Table(
        track=track,
        team=TeamProgress.objects.filter(track=track.id).first() if track else None,
        rows=[_row(member, enrolments, kept) for member in members],
        steps=_steps(track),
        states={
            (row.enrolment_id, row.step_id): row
            for row in StepState.objects.filter(enrolment__in=enrolments.values())
        },
    )


def _row(
    member: Membership, enrolments: Mapping[UUID, TrackEnrolment], kept: Mapping[UUID, Progress]
) -> Row:
    enrolment = enrolments.get(member.person_id)
    if enrolment is None:
        return Row(member, None, None)
    return Row(member, enrolment.id, kept.get(enrolment.registration))


def _steps(track: Track | None) -> list[RevisionStep]:
    in_force = RevisionStep.objects.filter(revision__track=track, revision__replaced_at=None)
    return list(in_force) if track else []
