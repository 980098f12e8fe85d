"""Owns making every projection anew from the log, beside the running system.

Each learner's rows change in one transaction that holds her lot, so nobody is ever shown a number
between the old one and the right one, and the fold goes on with everybody else.
"""

from uuid import UUID

from django.db import transaction

from campus.owed.owing import owe
from campus.records.models import LearningRecord
from campus.records.sharding import shard_of
from courses.models import CourseCompletion, Enrolment
from tracks.models import StepState, Track, TrackEnrolment

from .folding import fold_people
from .models import ObjectState, Progress, TeamProgress
from .reducing import reduce_again, wait_for_shard
from .stretches import Stretch
from .teams import TEAM_PROGRESS


def rebuild_stretch(stretch: Stretch) -> int:
    """Make everything about these learners anew; answers how many records they have."""
    rows = LearningRecord.objects.filter(stretch.of("learner"), erased_at=None)
    learners: set[UUID | None] = set(rows.values_list("learner", flat=True).distinct())
    states, shown = ObjectState.objects.filter(stretch.of("learner")), Progress.objects
    learners |= set(states.values_list("learner", flat=True))
    learners |= set(shown.filter(stretch.of("person")).values_list("person", flat=True))
    return sum(_rebuild(learner) for learner in sorted(filter(None, learners)))


@transaction.atomic
def _rebuild(learner: UUID) -> int:
    wait_for_shard(shard_of(learner))
    said = LearningRecord.objects.filter(learner=learner, erased_at=None)
    registrations = set(said.values_list("registration", flat=True))
    kept = ObjectState.objects.filter(learner=learner).values_list("registration", flat=True)
    reduce_again(sorted(registrations | set(kept)))
    fold_people(registrations)
    _forget_what_the_log_says_nothing_of(learner)
    return said.count()


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
