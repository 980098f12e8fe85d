"""`manage.py demo`: loads the demo campus; loading it again changes nothing."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campus.demo import loading, scaling
from campus.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from campus.errors import CampusError


class Command(BaseCommand):
    help = "Load the demo campus. Only in development; loading it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where the campus is not empty."
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="Load into a database that is not empty, or not the embedded one.",
        )

        parser.add_argument(
            "--scale",
            nargs="?",
            type=int,
            const=scaling.USUAL,
            metavar="COURSES",
            help="Also make the catalogue large: 10,000 courses, or as many as you say.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not loading.is_empty():
            self.stdout.write("The campus is not empty: the demo is not loaded.")
            return
        try:
            loading.refuse_unless_fit(force=options["force"])
            begun = time.monotonic()
            loaded = loading.load()
        except CampusError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{loaded} It took {time.monotonic() - begun:.1f} s.")
        if options["scale"]:
            added = scaling.grow(options["scale"])
            self.stdout.write(f"{added} courses more, for the sake of their number.")
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"  {account.email:<25} {account.what}")
        self.stdout.write(f"All with the password {DEMO_PASSWORD}.")
