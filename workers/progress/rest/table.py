"""Owns how a team's table looks to a program."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

Share = Annotated[float, Meta(ge=0.0, le=1.0)]


class TeamProgressQuery(Struct, kw_only=True):
    track: Annotated[UUID, Meta(description="The newest unless named.")] | None = None
    after: (
        Annotated[
            int, Meta(ge=0, description="A position in the log: wait up to 5 s until it counts.")
        ]
        | None
    ) = None


class MemberProgress(Struct, kw_only=True):
    """The same numbers as the member sees."""

    id: UUID
    name: str
    role: str
    enrolment: UUID | None
    fraction: Share
    minutes_done: int
    minutes: int
    seconds: Annotated[int, Meta(description="Time spent, without idle time.")]
    state: str
    completed_at: datetime | None


class TeamStep(Struct, kw_only=True):
    id: UUID
    kind: str
    title: str
    scope: str
    required: bool
    due_at: datetime | None
    minutes: int


class Cell(Struct, kw_only=True):
    """Where one member stands with one step."""

    member: UUID
    step: UUID
    state: str
    minutes_done: int
    completed_at: datetime | None


class TeamTable(Struct, kw_only=True):
    """A team's track: its members, its steps, and a cell for each pair."""

    team: UUID
    name: str
    track: UUID | None
    fraction: Share
    minutes_done: int
    minutes: int
    seconds: Annotated[int, Meta(description="Time spent by all, without idle time.")]
    state: str
    completed_at: datetime | None
    as_of: datetime | None
    position: Annotated[int, Meta(description="Records up to this place in the log are counted.")]
    members: list[MemberProgress]
    steps: list[TeamStep]
    cells: list[Cell]


_MEMBER = "0198c6f2-0008-7c3d-8e4f-5a6b7c8d9e0f"
_STEP = "0198c6f2-0007-7c3d-8e4f-5a6b7c8d9e0f"
TABLE: dict[str, Any] = {
    "team": "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f",
    "name": "Guichet unique",
    "track": "0198c6f2-0004-7c3d-8e4f-5a6b7c8d9e0f",
    "fraction": 0.5,
    "minutes_done": 45,
    "minutes": 90,
    "seconds": 2460,
    "state": "in_progress",
    "completed_at": None,
    "as_of": "2026-11-23T08:30:00Z",
    "position": 1024,
    "members": [
        {
            "id": _MEMBER,
            "name": "Aïcha Diallo",
            "role": "lead",
            "enrolment": "0198c6f2-0006-7c3d-8e4f-5a6b7c8d9e0f",
            "fraction": 0.5,
            "minutes_done": 45,
            "minutes": 90,
            "seconds": 2460,
            "state": "in_progress",
            "completed_at": None,
        }
    ],
    "steps": [
        {
            "id": _STEP,
            "kind": "course",
            "title": "Écrire clairement",
            "scope": "member",
            "required": True,
            "due_at": None,
            "minutes": 45,
        }
    ],
    "cells": [
        {
            "member": _MEMBER,
            "step": _STEP,
            "state": "completed",
            "minutes_done": 45,
            "completed_at": "2026-11-23T08:30:00Z",
        }
    ],
}
