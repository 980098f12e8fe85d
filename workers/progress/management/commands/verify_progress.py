"""`manage.py verify_progress`: replay the log and compare; exit 1 and a list where it differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workers.progress.verifying import verify


class Command(BaseCommand):
    help = "Prove that progress, completions and step states equal the fold of the log."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = verify()
        self.stdout.write(f"{found.records} records replayed, {found.rows} rows compared.")
        if found.waiting:
            self.stdout.write(
                f"{found.waiting} records or teams are not folded yet; differences may be due."
            )
        for difference in found.differences:
            self.stdout.write(f"  {difference}")
        if found.differences:
            raise CommandError(f"{len(found.differences)} rows differ from the log.")
        self.stdout.write("Everything equals the log.")
