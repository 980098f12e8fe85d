"""Owns the proof that every projection equals the fold of the log.

The log is replayed one record at a time in plain Python, a stretch of learners after the other.
This shares the rules with the fold, and none of its SQL.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from campus.owed.models import Owed
from campus.records.models import LearningRecord
from courses.models import CourseCompletion
from tracks.enrolment import TRACK_CHANGED
from tracks.models import StepState, Track
from workers.progress.folding.deciding import (
    CourseDecision,
    TrackDecision,
    decide_courses,
    decide_tracks,
    standings_from,
)
from workers.progress.folding.followed import courses_followed, tracks_followed
from workers.progress.folding.frozen import revision_rules
from workers.progress.folding.keeping import row
from workers.progress.folding.sparing import UNFOLDED
from workers.progress.folding.teams import TEAM_PROGRESS, team_progress
from workers.progress.models import ObjectState, Progress, TeamProgress
from workers.progress.proving.stretches import Stretch, all_stretches, one_by_one
from workers.progress.rules.states import State, merge

Key = tuple[UUID, UUID, str, str]
_OWED = (TEAM_PROGRESS, TRACK_CHANGED, UNFOLDED)


@dataclass(slots=True)
class Verification:
    """What was compared, and every difference: a table, a key, what is there, what should be."""

    records: int = 0
    rows: int = 0
    waiting: int = 0
    differences: list[str] = field(default_factory=list)
    faults_before: int = 0

    @property
    def faults(self) -> int:
        """Differences, with those that were told on the way."""
        return self.faults_before + len(self.differences)

    def add(self, other: "Verification") -> None:
        self.records += other.records
        self.rows += other.rows
        self.differences += other.differences

    def compare(
        self, table: str, stored: Mapping[Any, object], folded: Mapping[Any, object]
    ) -> None:
        self.rows += len(stored)
        for key in sorted(set(stored) | set(folded), key=str):
            if stored.get(key) != folded.get(key):
                self.differences.append(
                    f"{table} {key}: is {stored.get(key)}, the log says {folded.get(key)}"
                )


def verify(stretches: Iterable[Stretch] | None = None) -> Verification:
    """Replay the log, a stretch of learners at a time, and compare every projection with it.

    Learners and teams that wait to be folded would differ rightly: `waiting` counts the records
    and the rows owed to them, and the comparison then speaks of a moving target.
    """
    found = Verification(waiting=waiting())
    for stretch in all_stretches() if stretches is None else stretches:
        verify_stretch(found, stretch)
    if stretches is None:
        verify_teams(found)
    return found


def verify_stretch(found: Verification, stretch: Stretch) -> None:
    """Everything about these learners, in one snapshot.

    Where nothing can be decided on one of them, each is compared alone and she is told.
    """
    if not _fault_in(found, stretch):
        return
    for alone in one_by_one(stretch):
        if fault := _fault_in(found, alone):
            found.differences.append(f"learner {alone.last}: cannot be decided: {fault!r}")


def _fault_in(found: Verification, stretch: Stretch) -> Exception | None:
    """What stopped the comparison; nothing of a stopped one is added to what was found."""
    part = Verification()
    try:
        _compare_stretch(part, stretch)
    except OperationalError:
        raise
    except Exception as fault:  # told as a difference, so the proof fails
        return fault
    found.add(part)
    return None


def _compare_stretch(found: Verification, stretch: Stretch) -> None:
    with _snapshot():
        states = replay(found, stretch)
        _compare_states(found, states, stretch)
        said = _by_registration(states)
        courses = decide_courses(courses_followed(stretch.of("person")), said)
        standings = standings_from(courses)
        followed = tracks_followed(stretch.of("person"))
        revisions = revision_rules({enrolment.track_id for enrolment in followed})
        tracks = decide_tracks(followed, said, standings, revisions)
        _compare_progress(found, courses, tracks, stretch)
        _compare_pins(found, courses)
        _compare_completions(found, courses, stretch)
        _compare_steps(found, tracks, stretch)


@contextmanager
def _snapshot() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_owed")
        records = int(cursor.fetchone()[0])
    return records + Owed.objects.filter(kind__in=_OWED).count()


def replay(found: Verification, stretch: Stretch) -> dict[Key, State]:
    states: dict[Key, State] = {}
    for key, state in _records(stretch):
        found.records += 1
        states[key] = merge(states[key], state) if key in states else state
    return states


def _records(stretch: Stretch) -> Iterator[tuple[Key, State]]:
    for record in LearningRecord.objects.counting().filter(stretch.of("learner")).iterator(5_000):
        assert record.learner is not None
        state = State(
            object=record.object,
            verb=record.verb,
            trust=record.trust,
            first_at=record.stored_at,
            first_id=record.id,
            last_at=record.stored_at,
            best_score=record.score,
            seconds=record.seconds or 0,
            position=record.position,
            last_release=record.release if record.object_kind == "course" else None,
        )
        yield (record.registration, record.object, record.verb, record.trust), state


def _compare_states(found: Verification, states: Mapping[Key, State], stretch: Stretch) -> None:
    stored = {
        (s.registration, s.object, s.verb, s.trust): State(
            s.object,
            s.verb,
            s.trust,
            s.first_at,
            s.first_id,
            s.last_at,
            s.best_score,
            s.seconds,
            s.position,
            s.last_release,
        )
        for s in ObjectState.objects.filter(stretch.of("learner")).iterator(5_000)
    }
    found.compare("state", stored, states)


def _by_registration(states: Mapping[Key, State]) -> dict[UUID, list[State]]:
    grouped: dict[UUID, list[State]] = {}
    for (registration, *_rest), state in states.items():
        grouped.setdefault(registration, []).append(state)
    return grouped


def _compare_progress(
    found: Verification,
    courses: list[CourseDecision],
    tracks: list[TrackDecision],
    stretch: Stretch,
) -> None:
    stored = {
        r.registration: (r.registration, r.enrolment, r.kind, r.person, r.target,
            r.minutes_done, r.minutes, r.state, r.completed_at, r.as_of, r.position, r.seconds)
        for r in Progress.objects.filter(stretch.of("person")).iterator(5_000)
    }  # fmt: skip
    decided: list[CourseDecision | TrackDecision] = [*courses, *tracks]
    folded = {d.enrolment.registration: row(d) for d in decided}
    found.compare("progress", stored, folded)


def _compare_pins(found: Verification, courses: list[CourseDecision]) -> None:
    """An enrolment's release is what the log last named."""
    stored = {d.enrolment.id: d.enrolment.release_id for d in courses}
    found.compare("release of enrolment", stored, {d.enrolment.id: d.release for d in courses})


def _compare_completions(
    found: Verification, courses: list[CourseDecision], stretch: Stretch
) -> None:
    rows = CourseCompletion.objects.filter(stretch.of("person"))
    stored = {
        enrolment: said
        for enrolment, *said in rows.values_list(
            "enrolment", "person", "work", "release", "completed_at"
        )
    }
    folded = {
        d.enrolment.id: [
            d.enrolment.person_id,
            d.enrolment.work_id,
            d.release,
            d.decision.completed_at,
        ]
        for d in courses
        if d.decision.completed_at
    }
    found.compare("completion", stored, folded)


def _compare_steps(found: Verification, tracks: list[TrackDecision], stretch: Stretch) -> None:
    stored = {
        (s.enrolment_id, s.step_id): (s.state, s.minutes_done, s.completed_at)
        for s in StepState.objects.filter(stretch.of("enrolment__person")).iterator(5_000)
    }
    folded = {
        (d.enrolment.id, s.step): (s.state, s.minutes_done, s.completed_at)
        for d in tracks
        for s in d.steps
    }
    found.compare("step", stored, folded)


def verify_teams(found: Verification) -> None:
    """Team rows are computed from members' rows, which were compared above."""
    with _snapshot():
        _compare_teams(found)


def _compare_teams(found: Verification) -> None:
    stored = {row.track: _team_row(row) for row in TeamProgress.objects.all()}
    tracks = Track.objects.filter(team__isnull=False).select_related("team")
    folded = {p.track: _team_row(p) for track in tracks if (p := team_progress(track))}
    found.compare("team", stored, folded)


def _team_row(row: TeamProgress) -> tuple[object, ...]:
    return (row.team, row.members, row.minutes_done, row.minutes, row.state,
        row.completed_at, row.as_of, row.position, row.seconds)  # fmt: skip
