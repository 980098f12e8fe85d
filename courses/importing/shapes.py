"""A course as its folder says it, before any database knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from campus.markdown import Finding


@dataclass(frozen=True)
class ImportedChoice:
    text: str
    is_correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class ImportedQuestion:
    prompt: str
    choices: tuple[ImportedChoice, ...]
    explanation: str = ""

    def texts(self) -> list[str]:
        """All its Markdown that learners are shown before they answer."""
        return [self.prompt, *(one.text for one in self.choices)]

    @property
    def kind(self) -> str:
        return "single" if sum(one.is_correct for one in self.choices) == 1 else "multiple"


@dataclass(frozen=True)
class ImportedLesson:
    """A lesson; `source` is its Markdown as written, from line `first_line` of the file on."""

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
    questions: tuple[ImportedQuestion, ...] = ()

    def texts(self) -> list[str]:
        """All its Markdown that learners see."""
        return [self.source, *(text for one in self.questions for text in one.texts())]


@dataclass(frozen=True)
class ImportedModule:
    title: str
    lessons: tuple[ImportedLesson, ...]


@dataclass(frozen=True)
class ImportedMedia:
    path: str
    media_type: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class ImportedSkill:
    key: str
    title: dict[str, str]
    level: int


@dataclass(frozen=True)
class ImportedCourse:
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
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def lessons(self) -> list[ImportedLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]
