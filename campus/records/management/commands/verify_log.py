"""`manage.py verify_log`: look at every record, id and seal; exit 1 where one is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from campus.records.proving import Proof, highest_position, prove


class Command(BaseCommand):
    help = "Prove that the log of learning records was neither changed nor cut short."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="NUMBER:ROOT",
            action="append",
            default=[],
            help="A seal that was noted before, as this command prints it; may be given often.",
        )

    def handle(self, *_args: Any, expect: list[str], **_options: Any) -> None:
        expected = dict(map(_seal, expect))
        with tqdm(total=highest_position(), unit=" records", disable=None, leave=False) as bar:
            proof = prove(expected=expected, report=bar.update)
        self.stdout.write(f"{proof.records} records looked at, {proof.unsealed} not sealed yet.")
        for fault in proof.faults:
            self.stdout.write(f"  {fault}")
        if proof.faults:
            raise CommandError(f"The log has {len(proof.faults)} faults.")
        self.stdout.write(_what_to_note(proof))


def _seal(text: str) -> tuple[int, bytes]:
    number, _colon, root = text.partition(":")
    try:
        return int(number), bytes.fromhex(root)
    except ValueError as error:
        detail = f"“{text}” is no seal: write it as this command prints it, as 12:9f86d0…"
        raise CommandError(detail) from error


def _what_to_note(proof: Proof) -> str:
    seal = proof.last
    if not seal.number:
        return "The log is whole. It has no seal yet: the scheduler makes one every minute."
    return (
        "The log is whole. Note its last seal elsewhere, and give it back with --expect: "
        f"{seal.number}:{seal.root.hex()}"
    )
