"""A course as its folder says it, before any database knows of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from campus.markdown import Finding
from courses.quizform.shapes import WrittenQuestion


@dataclass(frozen=True)
class ImportedDraw:
    """`bank` is a title, `skill` a key."""

    bank: str
    count: int = 1
    skill: str = ""
    level: int | None = None
    tag: str = ""


@dataclass(frozen=True)
class ImportedQuiz:
    """The rules of a quiz, named as the model's fields."""

    mode: str = "graded"
    attempts_allowed: int | None = None
    time_limit_minutes: int | None = None
    shuffles_questions: bool = False
    shuffles_choices: bool = False
    shows_key: str = "submitted"
    is_team: bool = False
    draws: tuple[ImportedDraw, ...] = ()


@dataclass(frozen=True)
class ImportedLesson:
    """A lesson; `source` is its Markdown as written, from line `first_line` of the file on.

    `lies_at` is the file, `path` what other lessons call it; a `slug` that nobody stated only
    counts for a new lesson. `match_ids` are by the id of their choice.
    """

    path: str
    slug: str
    title: str
    kind: str = "article"
    id: UUID | None = None
    permalink: str = ""
    source: str = ""
    first_line: int = 1
    address: str = ""
    file: str = ""
    minutes: int | None = None
    move_on: str = "Completed"
    mastery: float = 0.7
    questions: tuple[WrittenQuestion, ...] = ()
    match_ids: dict[str, str] = field(default_factory=dict)
    quiz: ImportedQuiz = ImportedQuiz()
    transcript: str = ""
    captions: tuple[tuple[str, str], ...] = ()
    archived_at: datetime | None = None
    states_slug: bool = False
    lies_at: str = ""

    def texts(self) -> list[str]:
        """All its Markdown that learners see."""
        said = [text for one in self.questions for text in one.texts()]
        return [self.source, self.transcript, *said]


@dataclass(frozen=True)
class ImportedModule:
    title: str
    lessons: tuple[ImportedLesson, ...]
    id: UUID | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True)
class ImportedMedia:
    """A file; `facts` are what media.yaml says of it, None where there is no media.yaml."""

    path: str
    media_type: str
    on_disk: Callable[[], AbstractContextManager[Path]]
    facts: dict[str, object] | None = None
    lies_at: str = ""


@dataclass(frozen=True)
class ImportedSkill:
    key: str
    title: dict[str, str]
    level: int
    from_level: int = 0


@dataclass(frozen=True)
class ImportedCourse:
    """`draft` is the digest of the draft that the folder was exported from, if it was."""

    slug: str
    work: str
    title: str
    summary: str
    language: str
    level: int
    authors: str
    licence: str
    licence_text: str
    source: str
    modules: tuple[ImportedModule, ...]
    media: tuple[ImportedMedia, ...]
    skills: tuple[ImportedSkill, ...] = ()
    relations: tuple[tuple[str, str], ...] | None = None
    id: UUID | None = None
    archived_at: datetime | None = None
    draft: str = ""
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def lessons(self) -> list[ImportedLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]
