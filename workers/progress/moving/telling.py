"""Owns how a move is told: which lessons are the same, new or gone, and who rises or falls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, NullIf

from courses.models import CourseRelease, ReleaseLesson
from workers.progress.folding.frozen import lesson_rules
from workers.progress.models import Move, MovedEnrolment
from workers.progress.moving.weighing import compare


@dataclass(frozen=True, slots=True)
class ToldLesson:
    """A lesson by the title a release gives it; `minutes` is what it weighs there."""

    id: UUID
    title: str
    minutes: int
    minutes_before: int | None = None


@dataclass(frozen=True, slots=True)
class ToldLessons:
    """What changes in the outline; `weighs_otherwise` are among `same`."""

    same: Sequence[ToldLesson]
    new: Sequence[ToldLesson]
    gone: Sequence[ToldLesson]
    weighs_otherwise: Sequence[ToldLesson]

    @property
    def as_before(self) -> Sequence[ToldLesson]:
        """The same, and counted as before."""
        otherwise = {lesson.id for lesson in self.weighs_otherwise}
        return [lesson for lesson in self.same if lesson.id not in otherwise]


def told_lessons(before: UUID, after: UUID) -> ToldLessons:
    """The lessons of two releases compared by id; two queries."""
    found = compare(lesson_rules(before), lesson_rules(after))
    was, now = _by_id(before), _by_id(after)
    return ToldLessons(
        same=[_told(now[id_], was[id_].minutes) for id_ in found.same],
        new=[_told(now[id_]) for id_ in found.new],
        gone=[_told(was[id_]) for id_ in found.gone],
        weighs_otherwise=[_told(now[id_], was[id_].minutes) for id_ in found.weighs_otherwise],
    )


def _by_id(release: UUID) -> Mapping[UUID, ReleaseLesson]:
    rows = ReleaseLesson.objects.filter(release=release).only("lesson_id", "title", "minutes")
    return {row.lesson_id: row for row in rows}


def _told(lesson: ReleaseLesson, minutes_before: int | None = None) -> ToldLesson:
    return ToldLesson(lesson.lesson_id, lesson.title, lesson.minutes, minutes_before)


@dataclass(frozen=True, slots=True)
class Way:
    """From one release to another, and how many go it."""

    before: CourseRelease
    after: CourseRelease
    people: int
    lessons: ToldLessons


def ways_of(move: Move) -> list[Way]:
    """Every pair of releases that somebody goes between, the most walked first."""
    pairs = move.enrolments.values_list("before", "after").annotate(people=Count("id"))
    counted = list(pairs.order_by("-people", "before", "after"))
    ids = {id_ for before, after, _people in counted for id_ in (before, after)}
    releases = CourseRelease.objects.in_bulk(ids)
    return [
        Way(releases[before], releases[after], people, told_lessons(before, after))
        for before, after, people in counted
    ]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a move's people rise, fall or keep their number, and what became of them."""

    people: int
    rise: int
    fall: int
    moved: int
    moved_on: int

    @property
    def keep(self) -> int:
        return self.people - self.rise - self.fall


_BEFORE = F("done_before") * Coalesce(NullIf("minutes_after", 0), 1)
_AFTER = F("done_after") * Coalesce(NullIf("minutes_before", 0), 1)


def counts_of(move: Move) -> Counts:
    """One query; fractions are compared as whole numbers, so none is lost to rounding."""
    rows = move.enrolments.annotate(was=_BEFORE, will=_AFTER)
    outcome = MovedEnrolment.Outcome
    return Counts(
        **rows.aggregate(
            people=Count("id"),
            rise=Count("id", filter=Q(will__gt=F("was"))),
            fall=Count("id", filter=Q(will__lt=F("was"))),
            moved=Count("id", filter=Q(outcome=outcome.MOVED)),
            moved_on=Count("id", filter=Q(outcome=outcome.MOVED_ON)),
        )
    )


def people_of(move: Move) -> QuerySet[MovedEnrolment]:
    """Who moved on meanwhile first, then who loses most."""
    rows = move.enrolments.select_related("enrolment__person", "before", "after")
    return rows.annotate(gain=_AFTER - _BEFORE).order_by("-outcome", "gain", "id")
