"""Owns making every projection anew from the log, beside the running system.

Each learner's rows change in one transaction that holds her shard, so nobody is ever shown a number
between the old one and the right one, and the fold goes on with everybody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from campus.owed.owing import owe
from campus.records.models import LearningRecord
from campus.records.sharding import shard_of
from courses.models import CourseCompletion, Enrolment
from tracks.models import StepState, Track, TrackEnrolment
from workers.progress.folding.reducing import reduce_again, wait_for_shard
from workers.progress.folding.shards import fold_people
from workers.progress.folding.sparing import fold_sparing
from workers.progress.folding.teams import TEAM_PROGRESS
from workers.progress.models import ObjectState, Progress, TeamProgress
from workers.progress.proving.stretches import Stretch


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many records were read again, and the learners on whom nothing could be decided."""

    records: int
    undecided: Sequence[UUID]


def rebuild_stretch(stretch: Stretch) -> Rebuilt:
    """Make everything about these learners anew.

    One on whom nothing can be decided holds up nobody: her states are made anew, her numbers stay
    as they are, and she is owed a try of her own.
    """
    rows = LearningRecord.objects.filter(stretch.of("learner"), erased_at=None)
    learners: set[UUID | None] = set(rows.values_list("learner", flat=True).distinct())
    states, shown = ObjectState.objects.filter(stretch.of("learner")), Progress.objects
    learners |= set(states.values_list("learner", flat=True))
    learners |= set(shown.filter(stretch.of("person")).values_list("person", flat=True))
    done = [_rebuild(learner) for learner in sorted(filter(None, learners))]
    undecided = [learner for one in done for learner in one.undecided]
    return Rebuilt(sum(one.records for one in done), undecided)


@transaction.atomic
def _rebuild(learner: UUID) -> Rebuilt:
    wait_for_shard(shard_of(learner))
    said = LearningRecord.objects.filter(learner=learner, erased_at=None)
    registrations = set(said.values_list("registration", flat=True))
    kept = ObjectState.objects.filter(learner=learner).values_list("registration", flat=True)
    reduce_again(sorted(registrations | set(kept)))
    failed = fold_sparing(registrations, fold_people)
    _forget_what_the_log_says_nothing_of(learner)
    return Rebuilt(said.count(), [learner] if failed else [])


def _forget_what_the_log_says_nothing_of(learner: UUID) -> None:
    said = ObjectState.objects.filter(learner=learner).values("registration")
    courses = Enrolment.objects.filter(person=learner)
    tracks = TrackEnrolment.objects.filter(person=learner)
    told, followed = courses.filter(registration__in=said), tracks.filter(registration__in=said)
    shown = Progress.objects.filter(person=learner).exclude(
        registration__in=told.values("registration")
    )
    shown.exclude(registration__in=followed.values("registration")).delete()
    CourseCompletion.objects.filter(person=learner).exclude(enrolment__in=told).delete()
    StepState.objects.filter(enrolment__in=tracks).exclude(enrolment__in=followed).delete()


def owe_teams() -> int:
    """Every team is computed anew by whoever does what is owed; rows of no track go."""
    tracks = list(Track.objects.filter(team__isnull=False).values_list("id", flat=True))
    with transaction.atomic():
        TeamProgress.objects.exclude(track__in=tracks).delete()
        owe(TEAM_PROGRESS, [str(track) for track in tracks])
    return len(tracks)
