"""Writes modules and lessons into the draft, and says each thing it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import Conflict
from campus.markdown.slugs import unused
from courses.models import Course, Lesson, Module

from .asking import says_the_same_above, write_quiz
from .captions import write_captions
from .fields import apply
from .matching import lessons_meant, modules_meant, placed
from .shapes import ImportedLesson, ImportedModule

Step = Callable[[], None]
FIELDS = (
    "path", "permalink", "kind", "title", "source", "address", "file", "minutes", "move_on",
    "mastery", "transcript", "archived_at",
)  # fmt: skip


class Drafting:
    """One import into one course; `step` is called after each lesson."""

    def __init__(self, course: Course, *, by: User | None, step: Step) -> None:
        self.course = course
        self.by = by
        self.step = step
        self.lines: list[str] = []
        rows = Lesson.objects.filter(module__course=course).select_related("module")
        self.held = sorted(rows, key=lambda row: (row.archived_at is not None, row.position))
        self.slugs = {row.slug for row in self.held}

    def write(self, modules: Sequence[ImportedModule]) -> list[str]:
        rows = self._modules(modules)
        wanted = [lesson for module in modules for lesson in module.lessons]
        self.slugs |= {one.slug for one in wanted if one.states_slug}
        meant = lessons_meant(self.held, wanted)
        left = iter(zip(wanted, meant, strict=True))
        for module, row in zip(modules, rows, strict=True):
            self._lessons(row, [next(left) for _lesson in module.lessons])
        self._archive(row for row in self.held if row not in meant)
        self._archive(self.course.modules.exclude(pk__in=[row.pk for row in rows]))
        return self.lines

    def _modules(self, modules: Sequence[ImportedModule]) -> list[Module]:
        meant = modules_meant(self.course, modules)
        places = placed(meant)
        rows = []
        for wanted, same, place in zip(modules, meant, places, strict=True):
            row = same or self._new_module(wanted, place)
            values = {
                "title": wanted.title,
                "position": place,
                "archived_at": wanted.archived_at,
            }
            what = _("the module “{title}”").format(title=row.title)
            self.lines += apply(row, values, what, unsaid={"archived_at"})
            rows.append(row)
        return rows

    def _new_module(self, wanted: ImportedModule, place: int) -> Module:
        if wanted.id and Module.objects.filter(pk=wanted.id).exists():
            raise Conflict(
                _("course.yaml: an `id:` of a module is that of another course: remove the line."),
                code="module_elsewhere",
            )
        given = {"id": wanted.id} if wanted.id else {}
        self.lines.append(_("added the module “{title}”").format(title=wanted.title))
        return Module.objects.create(
            course=self.course, title=wanted.title, position=place, **given
        )

    def _lessons(
        self, module: Module, lessons: Sequence[tuple[ImportedLesson, Lesson | None]]
    ) -> None:
        here = [row if row and row.module_id == module.pk else None for _wanted, row in lessons]
        for (wanted, row), place in zip(lessons, placed(here), strict=True):
            self._lesson(wanted, row, module, place)
            self.step()

    def _lesson(
        self, wanted: ImportedLesson, row: Lesson | None, module: Module, place: int
    ) -> None:
        if row is None:
            row = self._new_lesson(wanted, module, place)
            told = [
                _("added the lesson {path} “{title}”").format(path=wanted.path, title=row.title)
            ]
            self.lines += told
            _parts(row, wanted)
            return
        told = [*_moved(row, wanted, module, place), *self._apply(row, wanted, module, place)]
        told += _parts(row, wanted)
        if told:
            Lesson.objects.filter(pk=row.pk).update(version=row.version + 1, changed_by=self.by)
        self.lines += told

    def _apply(self, row: Lesson, wanted: ImportedLesson, module: Module, place: int) -> list[str]:
        values = {name: getattr(wanted, name) for name in FIELDS}
        if says_the_same_above(row, wanted):
            del values["source"]
        slug = {"slug": wanted.slug} if wanted.states_slug else {}
        where = {"module": module, "position": place}
        what = _("the lesson {path}").format(path=wanted.path)
        return apply(row, values | slug | where, what, unsaid={"path", "archived_at", *where})

    def _new_lesson(self, wanted: ImportedLesson, module: Module, place: int) -> Lesson:
        if wanted.id is not None and Lesson.objects.filter(pk=wanted.id).exists():
            detail = _("{path}: its `id:` is that of a lesson of another course: remove the line.")
            raise Conflict(detail.format(path=wanted.lies_at), code="lesson_elsewhere")
        given = {"id": wanted.id} if wanted.id else {}
        slug = wanted.slug if wanted.states_slug else unused(wanted.slug, self.slugs)
        self.slugs.add(slug)
        values = {name: getattr(wanted, name) for name in FIELDS}
        return Lesson.objects.create(
            module=module, position=place, slug=slug, changed_by=self.by, **given, **values
        )

    def _archive(self, rows: Iterable[Lesson | Module]) -> None:
        for row in rows:
            if row.archived_at is None:
                row.archived_at = timezone.now()
                row.save(update_fields=["archived_at"])
                self.lines.append(_gone(row))


def _gone(row: Lesson | Module) -> str:
    if isinstance(row, Module):
        line = _("archived the module “{title}”, which the folder no longer has")
        return line.format(title=row.title)
    line = _("archived the lesson {path}, which the folder no longer has")
    return line.format(path=row.path or row.title)


def _moved(row: Lesson, wanted: ImportedLesson, module: Module, place: int) -> Iterator[str]:
    if row.path != wanted.path:
        line = _("renamed the lesson {old} to {path}")
        yield line.format(old=row.path, path=wanted.path)
    if row.archived_at is not None and wanted.archived_at is None:
        yield _("brought back the lesson {path}").format(path=wanted.path)
    elif row.archived_at is None and wanted.archived_at is not None:
        yield _("archived the lesson {path}").format(path=wanted.path)
    elif row.module_id != module.pk or row.position != place:
        yield _("moved the lesson {path}").format(path=wanted.path)


def _parts(row: Lesson, wanted: ImportedLesson) -> list[str]:
    return [*write_captions(row, wanted), *write_quiz(row, wanted)]
