"""Owns the order of a draft: one step up or down, a lesson also into the next module."""

from collections.abc import Sequence
from typing import Literal, TypeVar

from django.db import transaction

from .authoring import mark_changed
from .models import Course, Lesson, Module, Question

Way = Literal["up", "down"]
Item = TypeVar("Item", Module, Lesson, Question)


@transaction.atomic
def move_module(*, module: Module, way: Way) -> None:
    course = Course.objects.select_for_update(of=("self",)).get(pk=module.course_id)
    _swap(list(course.modules.filter(archived_at=None)), module, way)
    mark_changed(course)


@transaction.atomic
def move_question(*, question: Question, way: Way) -> None:
    lesson = Lesson.objects.select_for_update(of=("self",)).get(pk=question.lesson_id)
    _swap(list(lesson.questions.all()), question, way)
    mark_changed(lesson.module.course)


@transaction.atomic
def move_lesson(*, lesson: Lesson, way: Way) -> None:
    """At the end of its module a lesson goes on into the neighbouring one."""
    course_id = lesson.module.course_id
    course = Course.objects.select_for_update(of=("self",)).get(pk=course_id)
    modules = list(course.modules.filter(archived_at=None))
    siblings = list(lesson.module.lessons.filter(archived_at=None))
    if not _swap(siblings, lesson, way):
        _into_neighbour(lesson, modules, way)
    mark_changed(course)


def _into_neighbour(lesson: Lesson, modules: Sequence[Module], way: Way) -> None:
    here = [module.pk for module in modules].index(lesson.module_id)
    there = here + _step(way)
    if not 0 <= there < len(modules):
        return
    others = list(modules[there].lessons.filter(archived_at=None))
    lesson.module = modules[there]
    lesson.save(update_fields=["module"])
    _number([lesson, *others] if way == "down" else [*others, lesson])


def _swap(items: list[Item], item: Item, way: Way) -> bool:
    """Whether there was a neighbour to change places with; numbers all of them afresh."""
    here = items.index(item)
    there = here + _step(way)
    if not 0 <= there < len(items):
        return False
    items[here], items[there] = items[there], items[here]
    _number(items)
    return True


def _step(way: Way) -> int:
    return -1 if way == "up" else 1


def _number(items: Sequence[Module | Lesson | Question]) -> None:
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
