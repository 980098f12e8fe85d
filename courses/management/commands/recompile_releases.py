"""`manage.py recompile_releases`: published lessons rendered again by today's renderer."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from courses.models import Course
from courses.releases.recompiling import Recompiled, recompile, releases_of


class Command(BaseCommand):
    help = (
        "Render the stored sources of releases again, with today's renderer and sanitiser. "
        "Numbers, rules and progress stay; a text that nothing shows any more is served no more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", help="slug of the one course to render again")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        course = None
        if options["course"]:
            course = Course.objects.filter(slug=options["course"]).first()
            if course is None:
                raise CommandError(f"No course is called {options['course']}.")
        done = 0
        for release in releases_of(course):
            result = recompile(release, dry_run=options["dry_run"])
            done += bool(result.changed)
            self._tell(result)
        words = "would change" if options["dry_run"] else "changed"
        self.stdout.write(f"{done} releases {words}.")

    def _tell(self, result: Recompiled) -> None:
        release = result.release
        named = f"{release.course.slug}, release {release.number}"
        if result.changed:
            self.stdout.write(f"{named}: {len(result.changed)} lessons read otherwise:")
        for title in result.changed:
            self.stdout.write(f"  {title}")
        for digest in result.gone:
            self.stdout.write(f"  no longer refers to {digest}")
        for why in result.left:
            self.stdout.write(f"! {named} is left as it is: {why}")
