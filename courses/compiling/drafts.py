"""A draft as plain values: all that a release is made of, for rules that know no database.

They are also how a release keeps what it was made from (`sources.py`), so a field that is
added needs a default, and none is renamed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from courses.linking import KnownMedia, Shelf


@dataclass(frozen=True)
class DraftChoice:
    id: str
    text: str
    is_correct: bool
    feedback: str = ""
    match: str = ""
    match_id: str = ""
    tolerance: float | None = None
    credit: float | None = None


@dataclass(frozen=True)
class DraftQuestion:
    id: str
    kind: str
    prompt: str
    choices: tuple[DraftChoice, ...]
    explanation: str = ""
    hint: str = ""
    points: float = 1.0
    gives_partial_credit: bool = False
    tags: tuple[str, ...] = ()
    skill: str = ""
    level: int | None = None

    def texts(self) -> list[str]:
        said = [t for one in self.choices for t in (one.text, one.match, one.feedback)]
        return [self.prompt, self.hint, self.explanation, *said]


@dataclass(frozen=True)
class DraftDraw:
    """`count` of these questions of a bank; `bank` is its id, as the filters are for restoring."""

    bank: str
    count: int
    questions: tuple[DraftQuestion, ...]
    title: str = ""
    skill: str = ""
    level: int | None = None
    tag: str = ""


@dataclass(frozen=True)
class DraftQuiz:
    mode: str = "graded"
    attempts_allowed: int | None = None
    time_limit_minutes: int | None = None
    shuffles_questions: bool = False
    shuffles_choices: bool = False
    shows_key: str = "submitted"
    is_team: bool = False
    draws: tuple[DraftDraw, ...] = ()


@dataclass(frozen=True)
class DraftLesson:
    id: UUID
    path: str
    slug: str
    kind: str
    title: str
    source: str
    address: str = ""
    file: str = ""
    minutes: int | None = None
    move_on: str = "Completed"
    mastery: float = 0.7
    questions: tuple[DraftQuestion, ...] = ()
    quiz: DraftQuiz = DraftQuiz()
    transcript: str = ""
    captions: tuple[tuple[str, str], ...] = ()
    permalink: str = ""

    def asked(self) -> Iterator[DraftQuestion]:
        """All questions an attempt may meet: its own, then those of its banks, each once."""
        drawn = (question for draw in self.quiz.draws for question in draw.questions)
        met: set[str] = set()
        for question in (*self.questions, *drawn):
            if question.id not in met:
                met.add(question.id)
                yield question

    def texts(self) -> list[str]:
        """All its Markdown that learners see."""
        said = [text for one in self.asked() for text in one.texts()]
        return [self.source, self.transcript, *said]


@dataclass(frozen=True)
class DraftModule:
    id: UUID
    title: str
    lessons: tuple[DraftLesson, ...]


@dataclass(frozen=True)
class DraftSkill:
    key: str
    title: dict[str, str]
    level: int
    from_level: int = 0


@dataclass(frozen=True)
class Draft:
    """All that a release is made of; `shelf` knows where its links lead.

    `relations` are a kind and the key of the other work.
    """

    id: UUID
    work: str
    slug: str
    language: str
    title: str
    summary: str
    level: int
    authors: str
    licence: str
    licence_text: str
    source: str
    modules: tuple[DraftModule, ...]
    skills: tuple[DraftSkill, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    media: tuple[KnownMedia, ...] = ()
    shelf: Shelf = field(default_factory=Shelf, compare=False)

    @property
    def lessons(self) -> list[DraftLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]
