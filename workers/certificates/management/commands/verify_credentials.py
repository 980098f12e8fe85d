"""`manage.py verify_credentials`: prove every credential; exit 1 and a list where one differs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campus.errors import CampusError
from workers.certificates.holding import baking
from workers.certificates.issuers.publishing import archived_issuers
from workers.certificates.proving.credentials import verify
from workers.certificates.signed import proofs, tokens
from workers.certificates.verifying.examining import Issuers


class Command(BaseCommand):
    help = (
        "Prove that each credential was earned, and that each one earned was issued. With "
        "--issuers and files (.json, .jwt, .png), prove those instead, without the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--issuers", type=Path, help="JSON of archived DID documents, instead of our archive."
        )
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        issuers, files = self._issuers(options["issuers"]), options["files"]
        if files and issuers is None:
            raise CommandError("Files are proved with --issuers: whose keys are to be trusted?")
        if files and issuers is not None:
            self._verify_files(files, issuers)
        else:
            self._verify_all(issuers)

    def _issuers(self, path: Path | None) -> Issuers | None:
        if path is None:
            return None
        try:
            return archived_issuers(path.read_text(encoding="utf-8"))
        except (CampusError, OSError, UnicodeDecodeError) as fault:
            raise CommandError(f"{path}: {fault}") from fault

    def _verify_files(self, files: list[Path], issuers: Issuers) -> None:
        """Only who signed what: whether it is still in force stands in its status list."""
        wrong = 0
        for path in files:
            try:
                self.stdout.write(f"{path}: signed with {_prove(path, issuers)}")
            except (CampusError, OSError, UnicodeDecodeError) as fault:
                wrong += 1
                self.stdout.write(f"{path}: {fault}")
        if wrong:
            raise CommandError(f"{wrong} of {len(files)} files do not hold.")

    def _verify_all(self, issuers: Issuers | None) -> None:
        found = verify(issuers)
        self.stdout.write(
            f"{found.credentials} credentials proved on {found.records} records of the log."
        )
        if found.erased:
            self.stdout.write(
                f"{found.erased} more were erased with whoever learnt: their place stands, and "
                "what they proved is not asked again."
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


def _prove(path: Path, issuers: Issuers) -> str:
    content = path.read_bytes()
    text = baking.unbake(content) if path.suffix == ".png" else content.decode()
    if text.startswith("eyJ"):
        return tokens.verify_token(text, issuers).method
    return proofs.verify(proofs.parse(text), issuers)
