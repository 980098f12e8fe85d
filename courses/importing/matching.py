"""Which module and lesson of the draft each imported one is, so that ids live on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from courses.models import Choice, Course, Lesson, Module, Question
from courses.textform.endings import is_same

from .shapes import ImportedLesson, ImportedModule

Wanted = TypeVar("Wanted")
Row = TypeVar("Row", Module, Lesson)
Placed = TypeVar("Placed", Module, Lesson, Question, Choice)
Way = Callable[[Row, Wanted], bool]


def modules_meant(course: Course, modules: Sequence[ImportedModule]) -> list[Module | None]:
    """By the id that is stated, by title; what is left, in order, as renamed ones."""
    held = list(course.modules.order_by("archived_at", "position", "id"))
    found = _matched(modules, held, (_has_its_id, _has_its_title))
    left = [row for row in held if row.archived_at is None and row not in found]
    return [
        row or (left.pop(0) if left and wanted.id is None else None)
        for wanted, row in zip(modules, found, strict=True)
    ]


def lessons_meant(held: Sequence[Lesson], lessons: Sequence[ImportedLesson]) -> list[Lesson | None]:
    """By the id that is stated, else by path, else a file that was only renamed."""
    found = _matched(lessons, held, (_has_its_id, _has_its_path, _has_its_permalink))
    left = [row for row in held if row.archived_at is None and row not in found]
    return [
        row or (None if wanted.id else _alone(left, wanted))
        for wanted, row in zip(lessons, found, strict=True)
    ]


def _matched(
    wanted: Sequence[Wanted], held: Sequence[Row], ways: Sequence[Way[Row, Wanted]]
) -> list[Row | None]:
    """The surest way for all, before the next one for what is left."""
    found: list[Row | None] = [None] * len(wanted)
    left = list(held)
    for way in ways:
        for number, one in enumerate(wanted):
            same = [] if found[number] else [row for row in left if way(row, one)]
            if same:
                found[number] = same[0]
                left.remove(same[0])
    return found


def _has_its_id(row: Row, wanted: ImportedModule | ImportedLesson) -> bool:
    return row.pk == wanted.id


def _has_its_title(row: Module, wanted: ImportedModule) -> bool:
    return wanted.id is None and row.title == wanted.title


def _has_its_path(row: Lesson, wanted: ImportedLesson) -> bool:
    return wanted.id is None and row.path == wanted.path


def _has_its_permalink(row: Lesson, wanted: ImportedLesson) -> bool:
    is_live = wanted.id is None and row.archived_at is None
    return is_live and bool(wanted.permalink) and row.permalink == wanted.permalink


def _alone(left: list[Lesson], wanted: ImportedLesson) -> Lesson | None:
    """The only lesson with this text, as a renamed one."""
    alike = [row for row in left if is_same(row.source, wanted.source)]
    if not wanted.source.strip() or len(alike) != 1:
        return None
    left.remove(alike[0])
    return alike[0]


def placed(rows: Sequence[Placed | None]) -> list[int]:
    """Positions in this order: those the rows have if they are in it, else counted anew."""
    held = [(row.position, row.pk) for row in rows if row is not None]
    if len(held) == len(rows) and held == sorted(held):
        return [position for position, _id in held]
    return list(range(1, len(rows) + 1))
