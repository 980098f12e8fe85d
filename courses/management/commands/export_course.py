"""`manage.py export_course SLUG PATH`: a draft as Markdown and YAML to edit and keep."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.errors import CampusError
from courses.exporting import export_course
from courses.models import Course


class Command(BaseCommand):
    help = "Write the draft of a course to a folder, or to a file that ends in .zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("path", type=Path, help="a new folder, a former export, or a .zip")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(slug=options["slug"]).first()
        if course is None:
            raise CommandError(f"No course is called {options['slug']}.")
        try:
            taken_out = export_course(course, options["path"])
        except CampusError as error:
            raise CommandError(error.detail) from error
        for path in taken_out:
            self.stdout.write(f"removed {path}, which the draft does not have")
        self.stdout.write(f"{course.slug}: its draft is in {options['path']}.")
