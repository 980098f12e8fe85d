"""Owns the look at a draft as a whole: its state, its modules and lessons, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from .models import Course, Lesson, Module, ReleaseLesson

DRAFT, PUBLISHED, CHANGED, ARCHIVED = "draft", "published", "changed", "archived"


@dataclass(frozen=True, slots=True)
class OutlinedLesson:
    lesson: Lesson
    state: str


@dataclass(frozen=True, slots=True)
class OutlinedModule:
    module: Module
    lessons: tuple[OutlinedLesson, ...]


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
    lessons = Lesson.objects.filter(module__in=modules, archived_at=None).order_by("position", "id")
    released = set(
        ReleaseLesson.objects.filter(release=course.current_release_id).values_list(
            "lesson_id", flat=True
        )
    )
    since = course.current_release.published_at if course.current_release else None
    by_module: dict[object, list[OutlinedLesson]] = {module.pk: [] for module in modules}
    for lesson in lessons.defer("source"):
        is_changed = bool(since and lesson.changed_at > since)
        state = DRAFT if lesson.pk not in released else CHANGED if is_changed else PUBLISHED
        by_module[lesson.module_id].append(OutlinedLesson(lesson, state))
    return [OutlinedModule(module, tuple(by_module[module.pk])) for module in modules]


def archived_items(course: Course) -> list[Module | Lesson]:
    modules = course.modules.filter(archived_at__isnull=False)
    lessons = Lesson.objects.filter(module__course=course, archived_at__isnull=False)
    return [*modules, *lessons.defer("source")]
