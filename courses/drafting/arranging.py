"""Owns the order of a draft: one step up or down, or a whole new order at once."""

from collections.abc import Sequence
from typing import Literal, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit import noting
from campus.errors import Conflict, Invalid
from courses.drafting.authoring import mark_changed
from courses.drafting.outlining import Order, order_of, stamp_of
from courses.models import Course, Lesson, Module, Question

Way = Literal["up", "down"]
Item = TypeVar("Item", Module, Lesson, Question)


@transaction.atomic
def arrange(*, course: Course, order: Order, stamp: str, by: User | None = None) -> str:
    """Give the modules and lessons that are not archived a new order; answers its stamp.

    Raises Conflict if the outline is not the one `stamp` names any more, Invalid if `order`
    leaves something out or names it twice. Nothing is moved then.
    """
    course = _locked(course.pk)
    now = order_of(course)
    if stamp_of(now) != stamp:
        raise Conflict(
            _("Somebody changed the outline meanwhile: look at it, then move again."),
            code="outline_changed",
        )
    if _parts(order) != _parts(now):
        raise Invalid(_("This order leaves something out: load the page again."), code="bad_order")
    if order != now:
        _place(order, now)
        mark_changed(course)
        noting.note(by=by, deed="outline.arranged", about=course)
    return stamp_of(order)


def _parts(order: Order) -> tuple[list[UUID], list[UUID]]:
    lessons = [lesson for _module, held in order for lesson in held]
    return sorted(module for module, _held in order), sorted(lessons)


def _place(order: Order, now: Order) -> None:
    """Rows that stay where they are are not written."""
    for position, (module, _lessons) in enumerate(order, start=1):
        Module.objects.filter(pk=module).exclude(position=position).update(position=position)
    home = {lesson: module for module, held in now for lesson in held}
    for module, held in order:
        for position, lesson in enumerate(held, start=1):
            row = Lesson.objects.filter(pk=lesson)
            row.exclude(position=position).update(position=position)
            if home[lesson] != module:
                row.update(module=module, version=F("version") + 1)


@transaction.atomic
def move_module(*, module: Module, way: Way, by: User | None = None) -> None:
    course = _locked(module.course_id)
    if _swap(list(course.modules.filter(archived_at=None)), module, way):
        mark_changed(course)
        noting.note(by=by, deed="module.moved", about=module, within=course)


@transaction.atomic
def move_question(*, question: Question, way: Way) -> None:
    assert question.lesson_id is not None
    lesson = Lesson.objects.select_for_update(of=("self",)).get(pk=question.lesson_id)
    _swap(list(lesson.questions.all()), question, way)
    mark_changed(lesson.module.course)


@transaction.atomic
def move_lesson(*, lesson: Lesson, way: Way, by: User | None = None) -> None:
    """At the end of its module a lesson goes on into the neighbouring one, if there is one."""
    course = _locked(lesson.module.course_id)
    modules = list(course.modules.filter(archived_at=None))
    siblings = list(lesson.module.lessons.filter(archived_at=None))
    if _swap(siblings, lesson, way) or _into_neighbour(lesson, modules, way):
        mark_changed(course)
        noting.note(by=by, deed="lesson.moved", about=lesson, within=course)


def _locked(course_id: UUID) -> Course:
    return Course.objects.select_for_update(of=("self",)).get(pk=course_id)


def _into_neighbour(lesson: Lesson, modules: Sequence[Module], way: Way) -> bool:
    """Whether there was one. The version counts on: an editor that is open shows the old module."""
    here = [module.pk for module in modules].index(lesson.module_id)
    there = here + _step(way)
    if not 0 <= there < len(modules):
        return False
    others = list(modules[there].lessons.filter(archived_at=None))
    lesson.module = modules[there]
    lesson.version = F("version") + 1
    lesson.save(update_fields=["module", "version"])
    lesson.refresh_from_db(fields=["version"])
    _number([lesson, *others] if way == "down" else [*others, lesson])
    return True


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
