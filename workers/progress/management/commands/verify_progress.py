"""`manage.py verify_progress`: replay the log and compare; exit 1 and a list where it differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workers.progress.proving.stretches import only, travel
from workers.progress.proving.verifying import (
    Verification,
    verify,
    verify_stretch,
    verify_teams,
    waiting,
)

from ._walking import learner_named, on_the_way, takes_one_or_all


class Command(BaseCommand):
    help = "Prove that progress, completions and step states equal the fold of the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        takes_one_or_all(parser)

    def handle(self, *_args: Any, person: str | None, anew: bool, **_options: Any) -> None:
        if person:
            found = verify([only(learner_named(person))])
            self._tell(found.differences)
        else:
            found = self._verify_all(anew)
        self.stdout.write(f"{found.records} records replayed, {found.rows} rows compared.")
        if found.waiting:
            self.stdout.write(
                f"{found.waiting} records or teams are not folded yet; differences may be due."
            )
        if found.faults:
            raise CommandError(f"{found.faults} rows differ from the log.")
        self.stdout.write("Everything equals the log.")

    def _verify_all(self, anew: bool) -> Verification:
        found = Verification(waiting=waiting())
        for stretch, journey in on_the_way(self, travel("verify", anew=anew)):
            part = Verification()
            verify_stretch(part, stretch)
            if stretch.last is None:
                verify_teams(part)
            self._tell(part.differences)
            journey.records += part.records
            journey.rows += part.rows
            journey.faults += len(part.differences)
            found.records, found.rows = journey.records, journey.rows
            found.faults_before = journey.faults
        return found

    def _tell(self, differences: list[str]) -> None:
        for difference in differences:
            self.stdout.write(f"  {difference}")
