"""What ids.yaml says: which question and which answer is which, told by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from courses.quizform.shapes import WrittenChoice, WrittenQuestion
from courses.textform import names
from courses.textform.marks import mark_of_choice, mark_of_question

from .files import Files
from .frontmatter import decoded, mapping


@dataclass(frozen=True)
class Identities:
    """By file, what its questions were when Campus wrote it; `draft` is the draft's digest.

    Whatever is not as Campus writes it is passed over: then words and places decide, as they
    do for a folder written by hand.
    """

    draft: str = ""
    quizzes: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def given_to(
        self, path: str, questions: Sequence[WrittenQuestion]
    ) -> tuple[tuple[WrittenQuestion, ...], dict[str, str]]:
        """The questions with the ids they had, and by choice what its match was called."""
        held = self.quizzes.get(path, ())
        left: list[Mapping[str, Any]] = [one for one in held if isinstance(one, dict)]
        match_ids: dict[str, str] = {}
        known = tuple(_known(question, left, match_ids) for question in questions)
        return known, match_ids


def read_identities(files: Files) -> Identities:
    if names.IDS not in files.read:
        return Identities()
    keys = mapping(decoded(files.read[names.IDS](), path=names.IDS), path=names.IDS)
    quizzes = keys.get("quizzes")
    held = quizzes if isinstance(quizzes, dict) else {}
    return Identities(
        draft=str(keys.get("draft") or ""),
        quizzes={str(path): one for path, one in held.items() if isinstance(one, list)},
    )


def _known(
    question: WrittenQuestion, left: list[Mapping[str, Any]], match_ids: dict[str, str]
) -> WrittenQuestion:
    mark = mark_of_question(question)
    entry = next((one for one in left if one.get("words") == mark), None)
    if entry is None:
        return question
    left.remove(entry)
    answers = [line.split(" ") for line in entry.get("answers") or () if isinstance(line, str)]
    choices = tuple(_known_choice(choice, answers, match_ids) for choice in question.choices)
    return replace(question, id=question.id or _uuid(entry.get("id")), choices=choices)


def _known_choice(
    choice: WrittenChoice, left: list[list[str]], match_ids: dict[str, str]
) -> WrittenChoice:
    mark = mark_of_choice(choice)
    entry = next((one for one in left if one[0] == mark and len(one) > 1), None)
    if entry is None:
        return choice
    left.remove(entry)
    known, match_id = _uuid(entry[1]), _uuid("".join(entry[2:3]))
    if known and match_id:
        match_ids[known] = match_id
    return replace(choice, id=choice.id or known)


def _uuid(value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""
