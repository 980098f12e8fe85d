"""`manage.py rotate_key`: exchange a key that signs; what it signed goes on verifying."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campus.env.pdfkeys import FILE, PASSWORD, KeyFile
from campus.errors import CampusError
from workers.certificates.issuers import keys
from workers.certificates.operating import resealing, rotating

Use = keys.Use | Literal["page"]
_NEW_PASSWORD: Final = "CAMPUS_NEW_PDF_KEY_PASSWORD"  # noqa: S105  the name of a variable


class Command(BaseCommand):
    help = (
        "Publish a new signing key and retire the old one. With --compromised-since, what the old "
        "one signs from that moment on no longer verifies. The key of PDFs (--use page) comes with "
        "its certificate in a PKCS#12 file, which --file or the settings name."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--use", choices=[*sorted(keys.FILES), "page"], default="proof")
        parser.add_argument(
            "--file",
            type=Path,
            help="Where the new key is, or shall be made; else in place. Of PDFs: PKCS#12, with "
            f"the password of the present one or that in {_NEW_PASSWORD}.",
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
            old = older or (_last_used(use) if since else "")
            if not older:
                self._rotate(use, options["file"])
            if since:
                rotating.mark_compromised(old, since=since)
                self.stdout.write(f"What {old} signed from {since.isoformat()} on is refused.")
                if use == "page":
                    self.stdout.write("Of PDFs, older ones too: a signature proves no moment.")
        except (CampusError, OSError) as fault:
            raise CommandError(str(fault)) from fault

    def _rotate(self, use: Use, file: Path | None) -> None:
        rotated, setting = _rotated(use, file)
        self.stdout.write(f"The new key is {rotated.public}, in {rotated.file or 'its token'}.")
        if rotated.old_file:
            self.stdout.write(f"The old one lies in {rotated.old_file}: destroy it when you wish.")
        elif file:
            self.stdout.write(f"Set {setting}={rotated.file} and restart; until then it waits.")
        else:
            self.stdout.write("Restart the workers that have not read it yet.")


def _rotated(use: Use, file: Path | None) -> tuple[rotating.Rotated, str]:
    """And the setting that names the key."""
    now = timezone.now()
    if use == "page":
        return resealing.reseal(file=_with_password(file) if file else None, at=now), FILE
    return rotating.rotate(use=use, file=file, at=now), keys.FILES[use].setting


def _with_password(file: Path) -> KeyFile:
    present = settings.PDF_KEY
    same = present.password if isinstance(present, KeyFile) else os.environ.get(PASSWORD, "")
    return KeyFile(file.absolute(), os.environ.get(_NEW_PASSWORD, same))


def _last_used(use: Use) -> str:
    return resealing.in_use() if use == "page" else rotating.present_key(use)


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else timezone.make_aware(read)
