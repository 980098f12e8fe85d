"""`manage.py verify_credentials`: prove every credential; exit 1 and a list where one differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workers.certificates.proving import verify


class Command(BaseCommand):
    help = "Prove that each credential was earned, and that each one earned was issued."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = verify()
        self.stdout.write(
            f"{found.credentials} credentials proved on {found.records} records of the log."
        )
        if found.waiting:
            self.stdout.write(f"{found.waiting} are being issued; they may be listed as missing.")
        if found.unnamed:
            self.stdout.write(f"{found.unnamed} people earned one and have no confirmed name yet.")
        for difference in found.differences:
            self.stdout.write(f"  {difference}")
        if found.differences:
            raise CommandError(f"{len(found.differences)} credentials differ.")
        self.stdout.write("Every credential was earned, and every one earned was issued.")
