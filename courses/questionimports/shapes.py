"""What every reader answers: the questions it could read, and what it left out with its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campus.errors import Fault, Invalid
from courses.quizform.shapes import WrittenQuestion

MOST_QUESTIONS = 2000
_MOST_WORDS = 60


@dataclass(frozen=True)
class Finding:
    """`about` names the question by its first words, "" where the whole file is meant."""

    line: int
    about: str
    detail: str

    def __str__(self) -> str:
        if not self.about:
            return _("Line {line}: {detail}").format(line=self.line, detail=self.detail)
        said = _("Line {line}, “{about}”: {detail}")
        return said.format(line=self.line, about=self.about, detail=self.detail)


@dataclass(frozen=True)
class Read:
    """`lines` tell where each question begins; `notes` what a question lost on its way."""

    questions: tuple[WrittenQuestion, ...]
    lines: tuple[int, ...]
    left_out: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def briefly(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_WORDS else line[: _MOST_WORDS - 1].rstrip() + "…"


def refusal(detail: str, *, code: str, line: int = 0) -> Invalid:
    """What ends the reading of a file: nothing of it is taken."""
    if line:
        detail = _("Line {line}: {detail}").format(line=line, detail=detail)
    return Invalid(detail, code=code, faults=[Fault(str(line), code, detail)] if line else ())


def refusal_of(found: Iterable[Finding]) -> Invalid:
    faults = [Fault(str(one.line), "question_left_out", str(one)) for one in found]
    heading = _("There is no question to import.")
    lines = "\n".join([heading, *(fault.detail for fault in faults)])
    return Invalid(lines, code="nothing_to_import", faults=faults)
