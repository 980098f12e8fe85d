"""Owns the rules that releases and revisions froze, read once by each process."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from courses.models import CourseRelease, ReleaseLesson
from tracks.models import RevisionStep, TrackRevision
from workers.progress.rules.courses import LessonRule
from workers.progress.rules.steps import RevisionRule, StepRule

Revisions = tuple[RevisionRule, ...]
_MOST_TRACKS = 5_000
_known: dict[tuple[UUID, UUID], Revisions] = {}


@lru_cache(maxsize=2_000)
def lesson_rules(release_id: UUID) -> tuple[LessonRule, ...]:
    rows = ReleaseLesson.objects.filter(release_id=release_id).order_by("position")
    return tuple(LessonRule(row.lesson_id, row.minutes, row.move_on) for row in rows)


@lru_cache(maxsize=2_000)
def release_number(release_id: UUID) -> int:
    return CourseRelease.objects.values_list("number", flat=True).get(id=release_id)


def revision_rules(track_ids: Collection[UUID]) -> Mapping[UUID, Sequence[RevisionRule]]:
    """By track, every revision's rules in order; one query where they were read before.

    Nothing of a revision changes but the moment at which the next one replaces it, so what is known
    of a track holds while its newest revision is the same.
    """
    in_force = TrackRevision.objects.filter(track_id__in=track_ids, replaced_at=None)
    newest = list(in_force.values_list("track_id", "id"))
    known = {key[0]: _known[key] for key in newest if key in _known}
    return known | _read({track for track, _revision in newest} - set(known))


def _read(track_ids: Collection[UUID]) -> dict[UUID, Revisions]:
    if not track_ids:
        return {}
    if len(_known) > _MOST_TRACKS:
        _known.clear()
    rows = TrackRevision.objects.filter(track_id__in=track_ids).order_by("track_id", "number")
    rules = {}
    for track, revisions in groupby(rows.prefetch_related("steps"), lambda row: row.track_id):
        in_order = list(revisions)
        rules[track] = tuple(_revision_rule(row, row.steps.all()) for row in in_order)
        _known[track, in_order[-1].id] = rules[track]
    return rules


def _revision_rule(revision: TrackRevision, steps: Iterable[RevisionStep]) -> RevisionRule:
    return RevisionRule(
        revision.replaced_at,
        tuple(
            StepRule(
                step=step.step_id,
                kind=step.kind,
                minutes=step.minutes,
                required=step.required,
                work=step.work_id,
                release_at_least=step.release_at_least,
                equivalents=tuple(step.equivalents),
            )
            for step in steps
        ),
    )
