"""Owns the look at a draft as a whole: its state, its modules and lessons, in order."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, CharField, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from courses.compiling.lessons import WORDS_PER_MINUTE
from courses.kinds import KINDS, Kind
from courses.models import Course, Lesson, Module, ReleaseLesson

DRAFT, PUBLISHED, CHANGED, ARCHIVED = "draft", "published", "changed", "archived"

# Each module with its lessons, in order.
Order = Sequence[tuple[UUID, Sequence[UUID]]]


@dataclass(frozen=True, slots=True)
class OutlinedLesson:
    """`words` are counted in the text as it is written; `minutes` as publishing would."""

    lesson: Lesson
    state: str
    words: int
    minutes: int
    is_empty: bool

    @property
    def kind(self) -> Kind:
        return KINDS[self.lesson.kind]


@dataclass(frozen=True, slots=True)
class OutlinedModule:
    module: Module
    lessons: tuple[OutlinedLesson, ...]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.lessons)


def with_state(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Each course with its `state`; every write to a part of a draft marks its course changed."""
    state = Case(
        When(archived_at__isnull=False, then=Value(ARCHIVED)),
        When(current_release=None, then=Value(DRAFT)),
        When(changed_at__gt=F("current_release__published_at"), then=Value(CHANGED)),
        default=Value(PUBLISHED),
        output_field=CharField(),
    )
    return courses.annotate(state=state, number=Coalesce("current_release__number", Value(0)))


def outline(course: Course) -> Sequence[OutlinedModule]:
    """The modules and lessons of a draft that are not archived; three queries at any length."""
    modules = list(course.modules.filter(archived_at=None))
    by_module: dict[object, list[OutlinedLesson]] = {module.pk: [] for module in modules}
    released = _released(course)
    for lesson in _lessons_of(course).order_by("position", "id"):
        row = _row(lesson, _state(lesson, course, released))
        by_module[lesson.module_id].append(row)
    return [OutlinedModule(module, tuple(by_module[module.pk])) for module in modules]


def outlined(lesson: Lesson) -> OutlinedLesson:
    """One lesson as the outline shows it."""
    course = lesson.module.course
    found = _lessons_of(course).get(pk=lesson.pk)
    return _row(found, _state(found, course, _released(course)))


def _lessons_of(course: Course) -> QuerySet[Lesson]:
    texts = [kind.name for kind in KINDS.values() if kind.is_text]
    lessons = Lesson.objects.filter(
        module__course=course, module__archived_at=None, archived_at=None
    )
    return (
        lessons.select_related("module")
        .annotate(
            words=_words("source"),
            is_empty=Q(source__regex=r"^\s*$", kind__in=texts),
        )
        .defer("source", "transcript")
    )


def _words(field: str) -> Func:
    """Counted by the database, so that no text travels."""
    return Func(
        F(field),
        template=r"coalesce(array_length(regexp_split_to_array("
        r"nullif(trim(both E' \n\r\t' from %(expressions)s), ''), '\s+'), 1), 0)",
        output_field=IntegerField(),
    )


def _released(course: Course) -> set[UUID]:
    rows = ReleaseLesson.objects.filter(release=course.current_release_id)
    return set(rows.values_list("lesson_id", flat=True))


def _state(lesson: Lesson, course: Course, released: set[UUID]) -> str:
    if lesson.pk not in released or course.current_release is None:
        return DRAFT
    return CHANGED if lesson.changed_at > course.current_release.published_at else PUBLISHED


def _row(lesson: Lesson, state: str) -> OutlinedLesson:
    counted = cast("Any", lesson)
    minutes = lesson.minutes or max(1, math.ceil(counted.words / WORDS_PER_MINUTE))
    return OutlinedLesson(lesson, state, counted.words, minutes, counted.is_empty)


def archived_items(course: Course) -> list[Module | Lesson]:
    modules = course.modules.filter(archived_at__isnull=False)
    lessons = Lesson.objects.filter(module__course=course, archived_at__isnull=False)
    return [*modules, *lessons.defer("source")]


def order_of(course: Course) -> Order:
    """What is not archived, by id: what `arranging.arrange` takes and a stamp stands for."""
    held: dict[UUID, list[UUID]] = {
        id_: [] for id_ in course.modules.filter(archived_at=None).values_list("id", flat=True)
    }
    lessons = Lesson.objects.filter(module__in=list(held), archived_at=None)
    for module, lesson in lessons.order_by("position", "id").values_list("module_id", "id"):
        held[module].append(lesson)
    return [(module, tuple(lessons)) for module, lessons in held.items()]


def stamp_of(order: Order) -> str:
    """The same for equal orders: it tells whether an outline is still the one that was seen."""
    text = ";".join(f"{module}:{','.join(map(str, lessons))}" for module, lessons in order)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
