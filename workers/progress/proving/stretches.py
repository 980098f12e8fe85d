"""Owns the way through all learners, a stretch of ids at a time, that can be taken up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from django.db.models import Q

from campus.accounts.models import User
from tracks.models import ProjectTeam
from workers.progress.models import Journey

LEARNERS = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Learners whose ids come after one and up to another; None is an open end.

    Stretches cover every possible id, so a row about somebody who is no more is met as well.
    """

    after: UUID | None
    last: UUID | None
    learners: int

    def of(self, field: str) -> Q:
        """Rows whose `field` is a learner of this stretch."""
        low = Q(**{f"{field}__gt": self.after}) if self.after else Q()
        return low & Q(**{f"{field}__lte": self.last}) if self.last else low


def only(learner: UUID) -> Stretch:
    """Somebody alone."""
    before = UUID(int=learner.int - 1)
    return Stretch(before, learner, 1)


def all_stretches(after: UUID | None = None) -> list[Stretch]:
    """From the beginning, or from behind a learner."""
    return _cut(Stretch(after, None, 0), LEARNERS)


def one_by_one(stretch: Stretch) -> list[Stretch]:
    """The same ids, with one learner in each part."""
    return _cut(stretch, 1)


def _cut(stretch: Stretch, most: int) -> list[Stretch]:
    """Parts of so many learners that leave no id out; the last has what remains."""
    ids = {*User.objects.filter(stretch.of("id")).values_list("id", flat=True)}
    ids |= {*ProjectTeam.objects.filter(stretch.of("id")).values_list("id", flat=True)}
    ends = [stretch.after, *sorted(ids)[most - 1 :: most]]
    inner = [Stretch(low, high, most) for low, high in pairwise(ends)]
    return [*inner, Stretch(ends[-1], stretch.last, len(ids) - most * len(inner))]


def travel(name: str, *, anew: bool) -> Iterator[tuple[Stretch, Journey]]:
    """Every stretch, going on behind the last one that was done unless `anew`.

    A stretch counts as done when the next one is asked for; the journey then remembers it, and is
    forgotten at its end.
    """
    if anew:
        Journey.objects.filter(name=name).delete()
    journey, _is_new = Journey.objects.get_or_create(name=name)
    for stretch in all_stretches(journey.after):
        yield stretch, journey
        journey.after, journey.learners = stretch.last, journey.learners + stretch.learners
        if stretch.last:
            journey.save()
    journey.delete()
