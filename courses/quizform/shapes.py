"""A question as its author writes it, whatever she writes it in: text, a form, another format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

KINDS = ("single", "multiple", "truefalse", "ordering", "matching", "text", "number")
# Kinds whose learners type an answer.
TYPED = ("text", "number")


@dataclass(frozen=True)
class WrittenChoice:
    """One answer; what it means depends on the kind, as in `models.Choice`. `id` "": a new one."""

    text: str = ""
    is_correct: bool = False
    feedback: str = ""
    match: str = ""
    tolerance: float | None = None
    credit: float | None = None
    id: str = ""


@dataclass(frozen=True)
class WrittenQuestion:
    """`skill` is a skill's key; `id` "": one that is matched by its words, or new."""

    prompt: str
    choices: tuple[WrittenChoice, ...] = ()
    explanation: str = ""
    kind: str = "single"
    hint: str = ""
    points: float = 1.0
    gives_partial_credit: bool = False
    tags: tuple[str, ...] = ()
    skill: str = ""
    level: int | None = None
    id: str = ""

    def texts(self) -> list[str]:
        """All its Markdown that learners are shown before they answer."""
        if self.kind in TYPED:
            return [self.prompt, self.hint]
        return [self.prompt, self.hint, *(t for one in self.choices for t in (one.text, one.match))]


class AnyChoice(Protocol):
    """What the writer needs of a choice: one written, or one compiled from the draft."""

    @property
    def text(self) -> str: ...
    @property
    def is_correct(self) -> bool: ...
    @property
    def feedback(self) -> str: ...
    @property
    def match(self) -> str: ...
    @property
    def tolerance(self) -> float | None: ...
    @property
    def credit(self) -> float | None: ...
    @property
    def id(self) -> str: ...


class AnyQuestion(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def prompt(self) -> str: ...
    @property
    def choices(self) -> Sequence[AnyChoice]: ...
    @property
    def explanation(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def gives_partial_credit(self) -> bool: ...
    @property
    def tags(self) -> tuple[str, ...]: ...
    @property
    def skill(self) -> str: ...
    @property
    def level(self) -> int | None: ...
