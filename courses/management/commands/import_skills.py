"""`manage.py import_skills FILE --framework NAME`: a CSV of skills joins the catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.errors import CampusError
from courses.catalogue import sheets
from courses.catalogue.frameworks import columns, take_in


class Command(BaseCommand):
    help = "Make or change the skills of a framework from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="columns: " + ", ".join(columns()))
        parser.add_argument("--framework", required=True, help="its name, such as ESCO")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["path"].open("rb") as file:
                data = file.read(sheets.MOST_BYTES + 1)
            taken = take_in(data, framework=options["framework"], dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['path']}: {error.strerror}.") from error
        except CampusError as error:
            raise CommandError(error.detail) from error
        for change in taken.changes:
            self.stdout.write(f"{'would be ' if options['dry_run'] else ''}{change}")
        self.stdout.write(f"{taken.skills} skills read ({taken.encoding}).")
