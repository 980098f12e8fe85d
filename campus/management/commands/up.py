"""`manage.py up`: all of Campus under one supervisor, as `make start` runs it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campus.launcher.starting import run


class Command(BaseCommand):
    help = "Start the embedded servers, the web server, the worker and the scheduler."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--end-with-parent",
            action="store_true",
            help="Stop when the process that started this one is gone.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        run(ends_with_parent=options["end_with_parent"])
