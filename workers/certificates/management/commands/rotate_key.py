"""`manage.py rotate_key`: exchange a key that signs; what it signed goes on verifying."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campus.errors import CampusError
from workers.certificates.issuers import keys
from workers.certificates.operating import rotating


class Command(BaseCommand):
    help = (
        "Publish a new signing key and retire the old one. With --compromised-since, what the old "
        "one signs from that moment on no longer verifies."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--use", choices=sorted(keys.FILES), default="proof")
        parser.add_argument(
            "--file", type=Path, help="Where the new key is, or shall be made; else in place."
        )
        parser.add_argument("--compromised-since", type=_instant, metavar="2026-11-23T12:00+01:00")
        parser.add_argument(
            "--key", help="Mark this older public key as compromised, and exchange nothing."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        use, since, older = options["use"], options["compromised_since"], options["key"]
        if older and not since:
            raise CommandError("--key wants --compromised-since: from when on is it not ours?")
        try:
            old = older or rotating.present_key(use)
            if not older:
                self._rotate(use, options["file"])
            if since:
                rotating.mark_compromised(old, since=since)
                self.stdout.write(f"What {old} signed from {since.isoformat()} on is refused.")
        except (CampusError, OSError) as fault:
            raise CommandError(str(fault)) from fault

    def _rotate(self, use: keys.Use, file: Path | None) -> None:
        rotated = rotating.rotate(use=use, file=file, at=timezone.now())
        self.stdout.write(f"The new key is {rotated.public}, in {rotated.file}.")
        if rotated.old_file:
            self.stdout.write(f"The old one lies in {rotated.old_file}: destroy it when you wish.")
        else:
            setting = keys.FILES[use].setting
            self.stdout.write(f"Set {setting}={rotated.file} and restart; until then it waits.")


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else timezone.make_aware(read)
