"""Which lessons are in which module: as course.yaml lists them, else by folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from campus.errors import Invalid
from campus.markdown.findings import finding
from courses.textform import names

from . import naming
from .findings import WORDING
from .heads import Head
from .shapes import ImportedLesson, ImportedModule

KEYS = {"id", "title", "lessons", "archived"}
UNNAMED = ""


def modules_of(head: Head, lessons: Sequence[ImportedLesson]) -> list[ImportedModule]:
    return _listed(head, lessons) if head.items("modules") else _by_folder(lessons)


def _listed(head: Head, lessons: Sequence[ImportedLesson]) -> list[ImportedModule]:
    wanted = _("a list of `title:` with `lessons:`, a list of files")
    if not all(isinstance(one, dict) for one in head.items("modules")):
        raise head.wrong("modules", wanted)
    left = {lesson.lies_at: lesson for lesson in lessons}
    modules = []
    for one in head.parts("modules"):
        if not isinstance(one.keys.get("lessons"), list):
            raise head.wrong("modules", wanted)
        modules.append(_module(one, left))
    for path in left:
        head.findings.append(finding(WORDING, "lesson_unlisted", path=path))
    return [*modules, *([ImportedModule(UNNAMED, tuple(left.values()))] if left else [])]


def _module(head: Head, left: dict[str, ImportedLesson]) -> ImportedModule:
    head.report_unknown(KEYS)
    listed = [str(path) for path in head.items("lessons")]
    for number, path in enumerate(listed):
        if path not in left or path in listed[:number]:
            detail = _("{file}: {path} is listed but is no lesson here, or listed twice.")
            raise Invalid(detail.format(file=head.path, path=path), code="lesson_missing")
    return ImportedModule(
        title=head.text("title", most=200),
        lessons=tuple(left.pop(path) for path in listed),
        id=head.uuid("id"),
        archived_at=head.moment("archived"),
    )


def _by_folder(lessons: Sequence[ImportedLesson]) -> list[ImportedModule]:
    """One module for the files at the top, and one for each folder below."""
    folders: dict[str, list[ImportedLesson]] = {}
    for lesson in lessons:
        folders.setdefault(lesson.lies_at.rpartition("/")[0], []).append(lesson)
    return [
        ImportedModule(_folder_title(name, held), tuple(held)) for name, held in folders.items()
    ]


def _folder_title(folder: str, lessons: Sequence[ImportedLesson]) -> str:
    if not folder:
        return UNNAMED
    first = lessons[0]
    is_named = names.is_readme(first.lies_at) and naming.says_something(first.title)
    return (first.title if is_named else naming.humanised(folder.rpartition("/")[2]))[:200]


def with_titles(modules: Iterable[ImportedModule], title: str) -> tuple[ImportedModule, ...]:
    """A module without a name of its own bears the course's."""
    return tuple(
        ImportedModule(one.title or title, one.lessons, one.id, one.archived_at) for one in modules
    )
