"""The whole way in: read the folder, check its links, write the draft in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.errors import Conflict
from campus.markdown import Finding
from courses.exporting import Text, text_form
from courses.models import Course

from . import media
from .checking import check_texts
from .differing import Difference, differences
from .reading import read_course
from .shapes import ImportedCourse
from .writing import find, write_draft

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do; `changes` is empty if the draft said the same already.

    `draft` is the digest of the draft as it was before, "" for a new course; `overwrites` says
    that somebody changed it since the folder was exported and since the last import.
    """

    course: Course
    read: ImportedCourse
    changes: tuple[str, ...]
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...] = ()
    draft: str = ""
    overwrites: bool = False


class _OnlyLooked(Exception):
    """Takes back all that a dry run wrote."""


def import_course(
    path: Path,
    *,
    organisation: Organisation,
    source: str = "",
    name: str = "",
    by: User | None = None,
    dry_run: bool = False,
    seen: str | None = None,
    into: Course | None = None,
    report: Report | None = None,
) -> Imported:
    """Make the draft of a course say what a folder or zip says; releases stay as they are.

    With `dry_run` everything is tried and taken back. `seen` is the `draft` that whoever agreed
    was shown; `into` the course that she meant. Raises Invalid for what cannot be read, Conflict
    for a course that another organisation owns, for another one than `into`, and for a draft
    that has changed since it was `seen`.
    """
    read = read_course(path, source=source, name=name)
    try:
        with transaction.atomic():
            imported = _written(read, organisation, by, dry_run, seen, into, report)
            if dry_run:
                raise _OnlyLooked
    except _OnlyLooked:
        pass
    return imported


def _written(
    read: ImportedCourse,
    organisation: Organisation,
    by: User | None,
    dry_run: bool,
    seen: str | None,
    into: Course | None,
    report: Report | None,
) -> Imported:
    held = find(read)
    before = text_form(held) if held else None
    _refuse_other(read, held, into)
    _refuse_changed(before, seen)
    overwrites = before is not None and not _is_known(before, held, read)
    course, changes, found = write_draft(
        read,
        held,
        organisation=organisation,
        by=by,
        step=_steps(read, report),
        keeping=media.note if dry_run else media.keep,
    )
    after = text_form(course)
    Course.objects.filter(pk=course.pk).update(source_digest=after.digest)
    return Imported(
        course,
        read,
        tuple(changes),
        tuple(sorted({*read.findings, *found, *check_texts(read, course)})),
        differences(before, after),
        before.digest if before else "",
        overwrites,
    )


def _is_known(before: Text, held: Course | None, read: ImportedCourse) -> bool:
    """Whether nothing but imports and exports has changed the draft."""
    return before.digest in {read.draft, held.source_digest if held else ""}


def _refuse_other(read: ImportedCourse, held: Course | None, into: Course | None) -> None:
    if into is not None and (held is None or held.pk != into.pk):
        detail = _(
            "This is the text of another course, {slug}, and not of {course}: import it from the "
            "list of courses, or write `slug: {course}` in course.yaml and take `id:` out."
        )
        raise Conflict(detail.format(slug=read.slug, course=into.slug), code="another_course")


def _refuse_changed(before: Text | None, seen: str | None) -> None:
    if seen is not None and seen != (before.digest if before else ""):
        raise Conflict(
            _("The draft was changed after you looked at the difference: look at it again."),
            code="edited_meanwhile",
        )


def _steps(read: ImportedCourse, report: Report | None) -> Callable[[], None]:
    """Called after each lesson and file, tells how far it is."""
    done, total = 0, len(read.lessons) + len(read.media)

    def step() -> None:
        nonlocal done
        done += 1
        if report is not None:
            report(done, total)

    return step
