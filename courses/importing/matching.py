"""Which module and lesson of the draft each imported one is, so that ids live on; and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from campus.errors import Conflict
from campus.markdown.slugs import unused

from ..models import Course, Lesson, Module
from .asking import write_questions
from .fields import apply
from .shapes import ImportedLesson, ImportedModule

_FIELDS = (
    "path", "permalink", "kind", "title", "source", "address", "file", "minutes", "move_on",
    "mastery",
)  # fmt: skip


def write_modules(course: Course, modules: Sequence[ImportedModule]) -> Iterator[str]:
    lines: list[str] = []
    rows = _match_modules(course, modules, lines)
    lessons = _Lessons(course)
    for wanted, row in zip(modules, rows, strict=True):
        for position, lesson in enumerate(wanted.lessons, start=1):
            lines += lessons.write(lesson, row, position)
    lines += lessons.archive_rest()
    lines += _archive_modules(course, rows)
    yield from lines


def _match_modules(
    course: Course, modules: Sequence[ImportedModule], lines: list[str]
) -> list[Module]:
    """By title; those left over in order, as renamed ones; then new ones."""
    held = list(course.modules.order_by("archived_at", "position", "id"))
    named: dict[int, Module] = {}
    for number, wanted in enumerate(modules):
        same = next((row for row in held if row.title == wanted.title), None)
        if same is not None:
            named[number] = same
            held.remove(same)
    live = [row for row in held if row.archived_at is None]
    rows = []
    for number, wanted in enumerate(modules):
        row = named.get(number) or (live.pop(0) if live else None)
        if row is None:
            row = Module.objects.create(course=course, title=wanted.title, position=number + 1)
            lines.append(f"added the module “{wanted.title}”")
        values = {"title": wanted.title, "position": number + 1, "archived_at": None}
        lines += apply(row, values, f"the module “{row.title}”", unsaid={"archived_at"})
        rows.append(row)
    return rows


def _archive_modules(course: Course, kept: Sequence[Module]) -> Iterator[str]:
    gone = course.modules.filter(archived_at=None).exclude(pk__in=[row.pk for row in kept])
    for row in gone:
        row.archived_at = timezone.now()
        row.save(update_fields=["archived_at"])
        yield f"archived the module “{row.title}”, which the folder no longer has"


class _Lessons:
    """The lessons of a course that are still to be matched."""

    def __init__(self, course: Course) -> None:
        rows = Lesson.objects.filter(module__course=course).select_related("module")
        self.course = course
        self.left = sorted(rows, key=lambda row: (row.archived_at is not None, row.position))
        self.slugs = {row.slug for row in self.left}

    def write(self, wanted: ImportedLesson, module: Module, position: int) -> Iterator[str]:
        row = self._match(wanted)
        if row is None:
            row = self._make(wanted, module, position)
            yield f"added the lesson {wanted.path} “{wanted.title}”"
        else:
            self.left.remove(row)
            yield from _update(row, wanted, module, position)
        yield from write_questions(row, wanted.questions)

    def _match(self, wanted: ImportedLesson) -> Lesson | None:
        """By the id the file states, else by path, else a file that was only renamed."""
        if wanted.id is not None:
            return next((row for row in self.left if row.id == wanted.id), None)
        same_path = next((row for row in self.left if row.path == wanted.path), None)
        return same_path or self._renamed(wanted)

    def _renamed(self, wanted: ImportedLesson) -> Lesson | None:
        alike = [row for row in self.left if row.archived_at is None and _is_alike(row, wanted)]
        return alike[0] if len(alike) == 1 else None

    def _make(self, wanted: ImportedLesson, module: Module, position: int) -> Lesson:
        if wanted.id is not None and Lesson.objects.filter(pk=wanted.id).exists():
            raise Conflict(
                f"{wanted.path}: its `id:` is that of a lesson of another course: remove the line.",
                code="lesson_elsewhere",
            )
        given = {"id": wanted.id} if wanted.id else {}
        slug = unused(wanted.slug, self.slugs)
        self.slugs.add(slug)
        values = {name: getattr(wanted, name) for name in _FIELDS}
        return Lesson.objects.create(module=module, position=position, slug=slug, **given, **values)

    def archive_rest(self) -> Iterator[str]:
        for row in self.left:
            if row.archived_at is None:
                row.archived_at = timezone.now()
                row.save(update_fields=["archived_at"])
                yield f"archived the lesson {row.path or row.title}, which the folder no longer has"


def _is_alike(row: Lesson, wanted: ImportedLesson) -> bool:
    if wanted.permalink and row.permalink == wanted.permalink:
        return True
    return bool(wanted.source.strip()) and row.source == wanted.source


def _update(row: Lesson, wanted: ImportedLesson, module: Module, position: int) -> Iterator[str]:
    if row.path != wanted.path:
        yield f"renamed the lesson {row.path} to {wanted.path}"
    if row.archived_at is not None:
        yield f"brought back the lesson {wanted.path}"
    elif row.module_id != module.id or row.position != position:
        yield f"moved the lesson {wanted.path}"
    values = {name: getattr(wanted, name) for name in _FIELDS}
    placed = {"module_id": module.id, "position": position, "archived_at": None}
    what = f"the lesson {wanted.path}"
    yield from apply(row, values | placed, what, unsaid={"path", *placed})
