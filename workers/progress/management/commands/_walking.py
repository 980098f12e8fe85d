"""Owns what the commands share that walk through all learners: their arguments and their bar."""

from argparse import ArgumentParser
from collections.abc import Iterator
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from campus.accounts.models import User
from workers.progress.models import Journey
from workers.progress.proving.stretches import Stretch


def takes_one_or_all(parser: ArgumentParser) -> None:
    parser.add_argument("--person", metavar="EMAIL|ID", help="Only this learner.")
    parser.add_argument(
        "--anew",
        action="store_true",
        help="Begin with the first learner; otherwise a walk that was broken off goes on.",
    )


def learner_named(person: str) -> UUID:
    try:
        return UUID(person)
    except ValueError:
        found = User.objects.filter(email__iexact=person).values_list("id", flat=True).first()
    if found is None:
        raise CommandError(f"Nobody has the address {person}: give an e-mail address or an id.")
    return found


def on_the_way(
    command: BaseCommand, walk: Iterator[tuple[Stretch, Journey]]
) -> Iterator[tuple[Stretch, Journey]]:
    """The same, with a bar for whoever watches, and a word where a walk goes on."""
    bar = None
    for stretch, journey in walk:
        if bar is None:
            bar = tqdm(
                total=User.objects.count(),
                initial=journey.learners,
                unit=" learners",
                disable=None,
                leave=False,
            )
            if journey.learners:
                command.stdout.write(
                    f"Going on after {journey.learners} learners (--anew begins again)."
                )
        yield stretch, journey
        bar.update(stretch.learners)
    if bar is not None:
        bar.close()
