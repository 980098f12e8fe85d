"""`manage.py up`: all of Campus under one supervisor, as `make start` runs it."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campus.env.reading import ROOT


class Command(BaseCommand):
    help = "Start the embedded servers, the web server, the worker and the scheduler."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--end-with-parent",
            action="store_true",
            help="Stop when the process that started this one is gone.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The launcher takes this process's place: it stays for weeks and needs no Django.
        os.chdir(ROOT)
        wishes = ["--end-with-parent"] if options["end_with_parent"] else []
        os.execv(sys.executable, [sys.executable, "-m", "campus.launcher", *wishes])
