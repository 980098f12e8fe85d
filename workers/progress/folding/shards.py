"""Owns the fold: what is owed becomes progress, completions and step states, exactly once.

One transaction per shard of learners: claim, reduce in SQL, decide in Python, write back. A
worker killed anywhere in it has done nothing; two workers never fold the same learner at once.
"""

import time
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from campus.owed.owing import owe
from campus.records.sharding import shard_of
from courses import learning
from courses.models import Enrolment
from tracks import steps
from tracks.models import Track, TrackEnrolment
from workers.progress.folding.deciding import (
    CourseDecision,
    TrackDecision,
    decide_courses,
    decide_tracks,
    standings_from,
)
from workers.progress.folding.earning import owe_for_courses
from workers.progress.folding.followed import (
    CourseFollowed,
    TrackFollowed,
    courses_followed,
    tracks_followed,
)
from workers.progress.folding.frozen import revision_rules
from workers.progress.folding.keeping import keep
from workers.progress.folding.reducing import lock_shard, reduce, wait_for_shard, waiting_shards
from workers.progress.folding.sparing import fold_sparing
from workers.progress.folding.states import states_of
from workers.progress.folding.teams import TEAM_PROGRESS
from workers.progress.rules.tracks import works_of

_MOST_RECORDS = 5_000
_LONGEST = 30.0


def fold_all(*, longest: float = _LONGEST) -> int:
    """Fold until nothing is owed, or for `longest` seconds; answers the number of records.

    Shards that another worker holds are left to it. A shard that fails as a whole does not
    hold up the others: its fault is raised after them.
    """
    end = time.monotonic() + longest
    folded = 0
    while time.monotonic() < end:
        records = _fold_each(waiting_shards())
        folded += records
        if not records:
            break
    return folded


def _fold_each(shards: Sequence[int]) -> int:
    folded, faults = 0, []
    for shard in shards:
        try:
            folded += fold_shard(shard)
        except Exception as fault:  # its transaction is undone; raised below
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"{len(faults)} shards cannot be folded", faults)
    return folded


@transaction.atomic
def fold_shard(shard: int) -> int:
    """Fold one batch of a shard's records; 0 if there are none or another worker has them."""
    if not lock_shard(shard):
        return 0
    touched = reduce(shard, most=_MOST_RECORDS)
    fold_sparing(touched.people, fold_people)
    if touched.teams:
        tracks = Track.objects.filter(registration__in=touched.teams)
        owe(TEAM_PROGRESS, [str(id_) for id_ in tracks.values_list("id", flat=True)])
    return touched.records


def fold_people(registrations: set[UUID]) -> None:
    """Decide on these enrolments, and on the tracks of everybody whose courses are among them."""
    touched = Q(registration__in=registrations)
    courses = courses_followed(touched)
    people = {course.person_id for course in courses}
    _fold(courses, tracks_followed(touched, Q(person__in=people)))


def _fold(courses: Sequence[CourseFollowed], tracks: Sequence[TrackFollowed]) -> None:
    """What the log says of a person is read once: her tracks stand on her courses."""
    revisions = revision_rules({track.track_id for track in tracks})
    works = works_of(rule for rules in revisions.values() for rule in rules)
    beside = _courses_beside(courses, people={track.person_id for track in tracks}, works=works)
    followed = {course.registration for course in (*courses, *beside)}
    states = states_of(followed | {track.registration for track in tracks})
    decided = decide_courses(courses, states)
    standings = standings_from([*decided, *decide_courses(beside, states)])
    on_tracks = decide_tracks(tracks, states, standings, revisions)
    keep(decided, on_tracks)
    _settle_courses(decided)
    _settle_tracks(on_tracks)


def _courses_beside(
    courses: Sequence[CourseFollowed], *, people: set[UUID], works: set[UUID]
) -> list[CourseFollowed]:
    """The other courses that tracks of these people ask for; all in this shard, so up to date."""
    others = ~Q(id__in=[course.id for course in courses])
    return courses_followed(Q(person__in=people, work__in=works), others)


def _settle_courses(decided: Sequence[CourseDecision]) -> None:
    changed = learning.settle(
        [learning.Settled(d.enrolment.id, d.release, d.decision.completed_at) for d in decided]
    )
    owe_for_courses([d.enrolment for d in decided if d.enrolment.id in changed])


def _settle_tracks(decided: Sequence[TrackDecision]) -> None:
    steps.settle(
        enrolments={d.enrolment.id: d.decision.position for d in decided},
        settled=[settled for d in decided for settled in _settled_steps(d)],
    )
    owe(
        TEAM_PROGRESS,
        {str(d.enrolment.track_id) for d in decided if d.enrolment.track__team},
    )


def _settled_steps(decided: TrackDecision) -> list[steps.SettledStep]:
    return [
        steps.SettledStep(decided.enrolment.id, s.step, s.state, s.minutes_done, s.completed_at)
        for s in decided.steps
    ]


def fold_again(key: str) -> None:
    """Handler of what is owed: an enrolment that could not be folded among the others."""
    registration = UUID(key)
    for enrolments in (Enrolment.objects, TrackEnrolment.objects):
        found = enrolments.filter(registration=registration).values_list("person_id", flat=True)
        for person in found:
            wait_for_shard(shard_of(person))
            fold_people({registration})


def refold_track(key: str) -> None:
    """A new revision changed what counts: decide again for everybody who follows the track."""
    enrolments = tracks_followed(Q(track=UUID(key)))
    for shard in sorted({shard_of(enrolment.person_id) for enrolment in enrolments}):
        wait_for_shard(shard)
    _fold([], enrolments)
