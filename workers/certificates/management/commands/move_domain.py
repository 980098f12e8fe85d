"""`manage.py move_domain https://new.example`: another domain; what was issued stays checkable."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campus.errors import CampusError
from workers.certificates.operating.moving import move


class Command(BaseCommand):
    help = (
        "Name the campus by a new address in what it issues from now on. First set CAMPUS_IRI to "
        "it and add the old address to CAMPUS_FORMER_IRIS, and keep the old domain pointing here."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("iri", metavar="https://new.example")

    def handle(self, *_args: Any, **options: Any) -> None:
        to = options["iri"].rstrip("/")
        try:
            before = move(to)
        except CampusError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"This campus is {to}; it was {before}.")
        self.stdout.write("Restart every process. Keep the old domain pointing here: credentials,")
        self.stdout.write("lists of statuses and keys of before are read under it.")
