"""The whole way in: read the folder, check its links, write the draft in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from campus.accounts.models import Organisation
from campus.markdown import Finding

from ..models import Course
from .checking import check_texts
from .reading import read_course
from .shapes import ImportedCourse
from .writing import write_draft


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do; `changes` is empty if the draft said the same already."""

    course: Course
    read: ImportedCourse
    changes: tuple[str, ...]
    findings: tuple[Finding, ...]


class _OnlyLooked(Exception):
    """Takes back all that a dry run wrote."""


def import_course(
    path: Path, *, organisation: Organisation, source: str = "", dry_run: bool = False
) -> Imported:
    """Make the draft of a course say what a folder or zip says; releases stay as they are.

    With `dry_run` everything is tried and taken back.  Raises Invalid for what cannot be read,
    Conflict for a course that another organisation owns.
    """
    read = read_course(path, source=source)
    try:
        with transaction.atomic():
            course, changes = write_draft(read, organisation=organisation)
            findings = tuple(sorted({*read.findings, *check_texts(read, course)}))
            imported = Imported(course, read, tuple(changes), findings)
            if dry_run:
                raise _OnlyLooked
    except _OnlyLooked:
        pass
    return imported
