"""`manage.py rebuild_progress`: every projection anew from the log, beside the running system.

Exits with 1 and a list where there are learners on whom nothing can be decided.
"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from workers.progress.proving.rebuilding import Rebuilt, owe_teams, rebuild_stretch
from workers.progress.proving.stretches import only, travel

from ._walking import learner_named, on_the_way, takes_one_or_all


class Command(BaseCommand):
    help = "Make progress, completions, step states and team rows anew from the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        takes_one_or_all(parser)

    def handle(self, *_args: Any, person: str | None, anew: bool, **_options: Any) -> None:
        faults = self._rebuild_one(learner_named(person)) if person else self._rebuild_all(anew)
        if faults:
            raise CommandError(f"On {faults} learners nothing can be decided: see the log.")

    def _rebuild_one(self, learner: UUID) -> int:
        done = rebuild_stretch(only(learner))
        self._tell(done)
        self.stdout.write(f"{done.records} records read again.")
        return len(done.undecided)

    def _rebuild_all(self, anew: bool) -> int:
        records = faults = 0
        for stretch, journey in on_the_way(self, travel("rebuild", anew=anew)):
            done = rebuild_stretch(stretch)
            self._tell(done)
            journey.records += done.records
            journey.faults += len(done.undecided)
            records, faults = journey.records, journey.faults
        teams = owe_teams()
        self.stdout.write(f"{records} records read again; {teams} teams are owed to the workers.")
        return faults

    def _tell(self, done: Rebuilt) -> None:
        for learner in done.undecided:
            self.stdout.write(f"  learner {learner}: nothing can be decided; owed another try.")
