"""`manage.py withdraw_blob DIGEST --because …`: a published file is taken back, for everybody."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.accounts.models import User
from campus.errors import CampusError
from courses.files.withdrawing import give_back, withdraw


class Command(BaseCommand):
    help = "Withdraw a file by its SHA-256: its address answers 410, through every release."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("digest")
        parser.add_argument("--because", default="", help="the reason, which is kept")
        parser.add_argument("--by", metavar="EMAIL", help="who decides it (nobody in person)")
        parser.add_argument("--back", action="store_true", help="make it public again instead")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        digest, by = options["digest"], _person(options["by"])
        try:
            if options["back"]:
                give_back(digest=digest, by=by)
                self.stdout.write(f"{digest} is public again where a release shows it.")
                return
            blob = withdraw(digest=digest, because=options["because"], by=by)
        except CampusError as error:
            raise CommandError(error.detail) from error
        widths = blob.variants.count()
        made = f", with {widths} widths made of it" if widths else ""
        self.stdout.write(f"{digest} was withdrawn on {blob.withdrawn_at:%Y-%m-%d %H:%M}{made}.")


def _person(email: str | None) -> User | None:
    if email is None:
        return None
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return person
