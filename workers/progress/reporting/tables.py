"""Owns a team's table: who is how far with which step of its track."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
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
from workers.progress.models import Progress, TeamProgress

_STANDING = ("enrolment_id", "step_id", "state", "minutes_done", "completed_at")


@dataclass(frozen=True, slots=True)
class Row:
    """A lead or member of today, with her progress; None before the first fold."""

    membership: Membership
    enrolment: UUID | None
    progress: Progress | None


class Standing(NamedTuple):
    """Where a person stands with a step."""

    enrolment: UUID
    step: UUID
    state: str
    minutes_done: int
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows and steps in order, and the states by enrolment and step."""

    track: Track | None
    team: TeamProgress | None
    rows: list[Row]
    steps: list[RevisionStep]
    states: Mapping[tuple[UUID, UUID], Standing]

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
        states=_states([row.id for row in enrolments.values()]),
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


def _states(enrolments: Sequence[UUID]) -> Mapping[tuple[UUID, UUID], Standing]:
    """Members times steps are many: no instance of a model for each."""
    rows = StepState.objects.filter(enrolment__in=enrolments)
    standings = map(Standing._make, rows.values_list(*_STANDING))
    return {(standing.enrolment, standing.step): standing for standing in standings}
