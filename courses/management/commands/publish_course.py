"""`manage.py publish_course SLUG`: the draft of a course becomes its next release."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.errors import CampusError
from campus.markdown import Finding
from courses.models import Course
from courses.releases.checking import check
from courses.releases.publishing import publish


class Command(BaseCommand):
    help = "Publish the draft of a course; learners stay on the release they began."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--note", default="", help="what is new, for readers")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        course = Course.objects.filter(slug=options["slug"]).first()
        if course is None:
            raise CommandError(f"No course is called {options['slug']}.")
        before = course.current_release_id
        try:
            checked = check(course)
            self._tell(checked.compiled.findings if checked.compiled else ())
            release = publish(course=course, by=None, note=options["note"], checked=checked)
        except CampusError as error:
            raise CommandError(error.detail) from error
        is_new = release.pk != before
        words = "is published" if is_new else "says the same already; nothing changed"
        self.stdout.write(f"{course.slug}: release {release.number} {words}.")

    def _tell(self, findings: Sequence[Finding]) -> None:
        if findings:
            self.stdout.write("Lines are those of the lessons' texts, below their front matter:")
        for finding in findings:
            self.stdout.write(f"! {finding}")
