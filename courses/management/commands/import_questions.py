"""`manage.py import_questions PATH --bank ID`: questions of other formats join a bank or a quiz."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db.models import Q

from campus.errors import CampusError
from courses.models import Lesson, QuestionBank
from courses.questionimports.decoding import MOST_BYTES
from courses.questionimports.formats import FORMATS, read_questions
from courses.questionimports.shapes import Finding
from courses.questionimports.taking import Look, language_of, look, refuse_too_many, take


class Command(BaseCommand):
    help = "Take questions written as GIFT, Aiken, Moodle XML or CSV into a bank or a quiz."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        to = parser.add_mutually_exclusive_group(required=True)
        to.add_argument("--bank", metavar="ID|TITLE", help="the question bank that takes them")
        to.add_argument("--lesson", metavar="ID", help="the quiz that takes them")
        names = [one.name for one in FORMATS]
        told = "told by the file's marks if not said"
        parser.add_argument("--format", choices=names, default="", help=told)
        parser.add_argument("--dry-run", action="store_true", help="only show what would be taken")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        to = _bank(options["bank"]) if options["bank"] else _quiz(options["lesson"])
        try:
            data = _bytes(options["path"])
            read = read_questions(data, language=language_of(to), written_as=options["format"])
            if options["dry_run"]:
                found = look(read, to=to)
                refuse_too_many(found, to=to)
            else:
                found = take(read, to=to, by=None)
        except OSError as error:
            raise CommandError(f"{options['path']}: {error.strerror}.") from error
        except CampusError as error:
            raise CommandError(error.detail) from error
        self._tell(found, to.title, is_dry=options["dry_run"])
        if not found.questions and not found.known:
            raise CommandError("No question of this file can be taken.")

    def _tell(self, found: Look, title: str, *, is_dry: bool) -> None:
        for line, question in zip(found.lines, found.questions, strict=True):
            about = " ".join(question.prompt.split())[:70]
            self.stdout.write(f"{line}: {question.kind}: {about}")
        self._list("Left out:", found.left_out)
        self._list("There already:", found.known)
        self._list("To look at:", found.notes)
        verb = "would be taken" if is_dry else "taken"
        self.stdout.write(
            f"{title}: {len(found.questions)} questions {verb}, {len(found.known)} there already, "
            f"{len(found.left_out)} left out."
        )

    def _list(self, heading: str, found: Sequence[Finding]) -> None:
        if found:
            self.stdout.write("\n".join([heading, *(f"  {one}" for one in found)]))


def _bytes(path: Path) -> bytes:
    """No more than is needed to say that it is too much."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _bank(said: str) -> QuestionBank:
    id_ = _id(said)
    found = list(QuestionBank.objects.filter(Q(pk=id_) if id_ else Q(title=said)))
    if len(found) > 1:
        ids = ", ".join(f"{one.pk} ({one.organisation})" for one in found)
        raise CommandError(f"Several question banks are called “{said}”, say one by id: {ids}.")
    if not found:
        known = ", ".join(QuestionBank.objects.values_list("title", flat=True)[:20])
        raise CommandError(f"No question bank is called “{said}”. There are: {known or 'none'}.")
    return found[0]


def _quiz(said: str) -> Lesson:
    lessons = Lesson.objects.select_related("module__course")
    id_ = _id(said)
    found = lessons.filter(pk=id_, kind=Lesson.Kind.QUIZ).first() if id_ else None
    if found is None:
        raise CommandError(f"No quiz has the id {said}: its address in the admin holds it.")
    return found


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
