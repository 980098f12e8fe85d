"""`manage.py rebuild_progress`: every projection anew from the log, beside the running system."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workers.progress.rebuilding import owe_teams, rebuild_stretch
from workers.progress.stretches import only, travel

from ._walking import learner_named, on_the_way, takes_one_or_all


class Command(BaseCommand):
    help = "Make progress, completions, step states and team rows anew from the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        takes_one_or_all(parser)

    def handle(self, *_args: Any, person: str | None, anew: bool, **_options: Any) -> None:
        if person:
            records = rebuild_stretch(only(learner_named(person)))
            self.stdout.write(f"{records} records read again.")
            return
        records = 0
        for stretch, journey in on_the_way(self, travel("rebuild", anew=anew)):
            journey.records += rebuild_stretch(stretch)
            records = journey.records
        teams = owe_teams()
        self.stdout.write(f"{records} records read again; {teams} teams are owed to the workers.")
