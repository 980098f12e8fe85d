"""Questions as a reader finds them, one by one: those that can be answered, and the others."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.quizform.lacks import Lack, lacks
from courses.quizform.normalising import normal
from courses.quizform.shapes import WrittenQuestion

from .shapes import MOST_QUESTIONS, Finding, Read, briefly, refusal


class Gathering:
    def __init__(self) -> None:
        self.questions: list[WrittenQuestion] = []
        self.lines: list[int] = []
        self.left_out: list[Finding] = []
        self.notes: list[Finding] = []

    def add(self, line: int, question: WrittenQuestion) -> None:
        """Take a question, or leave it out with all that makes it impossible to answer."""
        found = normal(question)
        faults = [_said(one) for one in lacks(found)]
        if faults:
            self.leave(line, found.prompt, " ".join(dict.fromkeys(faults)))
            return
        self._refuse_many(line)
        self.questions.append(found)
        self.lines.append(line)

    def leave(self, line: int, about: str, why: str) -> None:
        self._refuse_many(line)
        self.left_out.append(Finding(line, briefly(about), why))

    def note(self, line: int, about: str, detail: str) -> None:
        self.notes.append(Finding(line, briefly(about), detail))

    def _refuse_many(self, line: int) -> None:
        """Those left out count as well: nobody reads more reasons."""
        if len(self.questions) + len(self.left_out) >= MOST_QUESTIONS:
            detail = _("The file has more than {most} questions: make several files of it.")
            raise refusal(detail.format(most=MOST_QUESTIONS), code="too_many_questions", line=line)

    def read(self) -> Read:
        return Read(
            tuple(self.questions), tuple(self.lines), tuple(self.left_out), tuple(self.notes)
        )


def _said(lack: Lack) -> str:
    """In words that fit any format: the usual ones show how the campus's own text is written."""
    match lack.code:
        case "no_choices":
            return _("A question of this kind needs two choices or more.")
        case "no_right_answer" | "no_answer":
            return _("No answer of this question is right: mark the right one.")
        case "one_right_choice":
            return _("Several answers are wholly right where only one can be chosen.")
        case "no_order":
            return _("There have to be two things or more to put in order.")
        case "no_pairs":
            return _("There have to be two pairs or more to match.")
        case "no_match":
            return _("One of the pairs has no right side.")
        case "empty_choice" | "empty_answer":
            return _("One of the answers is empty.")
        case "not_a_number":
            return _("One of the answers is no number.")
        case _:
            return lack.detail
