"""Owns how enrolments, tracks and teams look to a program."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from campus.rest.paging import Page

Position = Annotated[
    int,
    Meta(description="Records of mine up to this place in the log count; 0 before the first."),
]


class CountedQuery(Struct):
    after: (
        Annotated[
            int, Meta(ge=0, description="A position in the log: wait up to 5 s until it counts.")
        ]
        | None
    ) = None


class Enrol(Struct, forbid_unknown_fields=True):
    """What to join: a course (on its current release unless one is named) or a track."""

    course: Annotated[str, Meta(description="Id or slug of a published course.")] | None = None
    release: Annotated[int, Meta(ge=1, le=2**31 - 1)] | None = None
    track: Annotated[str, Meta(description="Id or slug of a track of yours.")] | None = None


class EnrolmentOut(Struct, kw_only=True, rename={"release_number": "release"}):
    """One enrolment, in a course or in a track; records name it by `id`."""

    id: UUID
    registration: UUID
    course: UUID | UnsetType = UNSET
    track: UUID | UnsetType = UNSET
    release_number: int | UnsetType = UNSET
    period: Annotated[
        int | UnsetType, Meta(description="Of a course: 1, and one more with each renewal.")
    ] = UNSET
    state: Annotated[str, Meta(description="active, completed or withdrawn")]
    enrolled_at: datetime
    withdrawn_at: datetime | None
    completed_at: datetime | UnsetType | None = UNSET
    position: Annotated[
        int | UnsetType,
        Meta(
            description="Records up to this place in the log are counted. A course says it to "
            "whoever asked to wait with `after`; see also `/progress`."
        ),
    ] = UNSET


class EnrolmentPage(Page[EnrolmentOut]):
    """One page of enrolments, the newest first."""


class TrackTeam(Struct):
    id: UUID
    name: str


class TrackOut(Struct, kw_only=True):
    """A track; `title` is in the reader's language, `titles` in all there are."""

    id: UUID
    slug: str
    title: str
    titles: dict[str, str]
    team: Annotated[TrackTeam | None, Meta(description="Null for a personal track.")]
    revision: Annotated[int, Meta(description="Number of the revision in force.")]
    minutes: Annotated[int, Meta(description="Of the required steps.")]
    enrolment: Annotated[UUID | None, Meta(description="Mine, null if I do not follow it.")]
    position: Position


class TrackPage(Page[TrackOut]):
    """One page of tracks, the newest first."""


class StepOut(Struct, kw_only=True):
    """A step as I stand with it; `because` says why it is open or closed."""

    id: UUID
    kind: Annotated[str, Meta(description="course or workshop")]
    title: str
    scope: Annotated[str, Meta(description="Whose doing completes it: member or team.")]
    state: str
    unlocked: bool
    because: str
    required: bool
    due_at: datetime | None
    minutes: int
    minutes_done: int
    completed_at: datetime | None
    course: UUID | None


class Steps(Struct):
    """All steps of the revision in force, in order."""

    results: list[StepOut]
    position: Position


class TeamMember(Struct):
    id: UUID
    name: str
    role: Annotated[str, Meta(description="lead, member or coach")]


class ProjectOut(Struct):
    """The team's project; signed once its coach has attested the outcome."""

    title: str
    summary: str
    outcome: str
    signed_by: str | None
    signed_at: datetime | None


class TeamOut(Struct, kw_only=True):
    """A team as its members see it: names and roles, no addresses."""

    id: UUID
    name: str
    organisation: str
    role: Annotated[str | None, Meta(description="Mine in this team.")]
    project: ProjectOut | None
    members: list[TeamMember]
    tracks: Annotated[list[UUID], Meta(description="Ids of its tracks, the newest first.")]


class TeamPage(Page[TeamOut]):
    """One page of teams, the newest first."""


class Sign(Struct, forbid_unknown_fields=True):
    outcome: Annotated[str, Meta(max_length=5_000, description="What the team achieved.")]
