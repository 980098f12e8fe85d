"""`manage.py create_xapi_client NAME`: a key for another system; its secret is printed once."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, no_translations

from campus.accounts.models import Organisation
from campus.errors import CampusError
from campus.records.lrs import assertables
from campus.records.lrs.clients import make_client
from campus.records.models import Scope


class Command(BaseCommand):
    help = (
        "Make a client of /xapi and print its key and secret as JSON; the secret is never shown "
        "again. Without --scope it may do all that xAPI offers, but move nobody's progress."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument(
            "--scope",
            action="append",
            choices=Scope.values,
            help="what it may do; several times for several",
        )
        parser.add_argument(
            "--organisation", metavar="SLUG", help="whose system it is (the campus's own)"
        )
        for kind in assertables.names():
            what = f"a {kind} in which its statements move progress; several times for several"
            parser.add_argument(f"--{kind}", action="append", metavar="SLUG", default=[], help=what)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            asserts_on = _asserts_on(options)
            client, secret = make_client(
                name=options["name"],
                scopes=_scopes(options["scope"], asserts_on),
                asserts_on=asserts_on,
                organisation=_organisation(options["organisation"]),
            )
        except CampusError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(json.dumps({"key": client.key, "secret": secret}))


def _asserts_on(options: dict[str, Any]) -> list[UUID]:
    return [assertables.find(kind, slug) for kind in assertables.names() for slug in options[kind]]


def _scopes(given: list[str] | None, asserts_on: list[UUID]) -> set[str]:
    """Naming a course or track says that it is to assert there."""
    return {*(given or [Scope.ALL]), *([Scope.ASSERT] if asserts_on else [])}


def _organisation(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no organisation {slug}.")
    return found
