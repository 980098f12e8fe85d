"""`manage.py import_course PATH`: a folder or archive of Markdown becomes the draft of a course."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.accounts.models import Organisation
from campus.accounts.roles import campus_organisation
from campus.errors import CampusError
from courses.importing import Imported, import_course
from courses.models import CourseRelease
from courses.releases.publishing import publish

OVERWRITES = (
    "! The draft was changed since this was exported, or was never in text form: "
    "what is there and not here is replaced."
)


class Command(BaseCommand):
    help = "Make the draft of a course from a folder or zip of Markdown; releases stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder or zip archive")
        parser.add_argument("--organisation", metavar="SLUG", help="the owner (the campus)")
        parser.add_argument("--source", default="", help="where the course comes from")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        parser.add_argument("--publish", action="store_true", help="publish the draft afterwards")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            imported = import_course(
                options["path"],
                organisation=_organisation(options["organisation"]),
                source=options["source"],
                dry_run=options["dry_run"],
            )
            self._tell(imported, dry_run=options["dry_run"])
            if options["dry_run"]:
                self._show(imported)
            if options["publish"] and not options["dry_run"]:
                release = publish(course=imported.course, by=None, note="Imported.")
                self.stdout.write(published(release))
        except CampusError as error:
            raise CommandError(error.detail) from error
        if not options["publish"] or options["dry_run"]:
            self.stdout.write(_what_next(imported, dry_run=options["dry_run"]))

    def _tell(self, imported: Imported, *, dry_run: bool) -> None:
        for change in imported.changes:
            self.stdout.write(f"{'would have ' if dry_run else ''}{change}")
        for finding in imported.findings:
            self.stdout.write(f"! {finding}")
        if imported.overwrites:
            self.stdout.write(OVERWRITES)
        self.stdout.write(summary(imported, dry_run=dry_run))

    def _show(self, imported: Imported) -> None:
        """What would change in words, as a unified diff of the text form."""
        for difference in imported.differences:
            self.stdout.write(str(difference))
            if difference.is_cut:
                self.stdout.write("… and more: see the whole with git, on two exports.")


def summary(imported: Imported, *, dry_run: bool = False) -> str:
    read = imported.read
    counts = f"{len(read.lessons)} lessons, {len(read.media)} files"
    listed = f"{len(imported.findings)} findings listed"
    if not imported.changes:
        return f"{read.slug}: nothing changed ({counts}; {listed})."
    verb = "would change" if dry_run else "changed"
    return f"{read.slug}: {len(imported.changes)} things {verb} ({counts}; {listed})."


def published(release: CourseRelease) -> str:
    return f"{release.course.slug}: release {release.number} is published."


def _what_next(imported: Imported, *, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was written. Run it without --dry-run to write it."
    command = f"manage.py publish_course {imported.course.slug}"
    return f"Learners see it once it is published, in the admin or by: {command}"


def _organisation(slug: str | None) -> Organisation:
    if not slug:
        return campus_organisation()
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("slug", flat=True))
        raise CommandError(f"No organisation is called {slug}. There are: {known}.")
    return found
