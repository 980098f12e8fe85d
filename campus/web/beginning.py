"""Owns what the page of a quiz says before it begins: its rules, and my attempts so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from courses.documents import LessonDocument, QuizDocument
from courses.models import Attempt, Enrolment
from courses.quizzes.asking import ShownQuestion, questions_shown
from courses.quizzes.tries import is_over, tries_of

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Beginning:
    """A quiz before an attempt; `attempts` are mine that are over, newest first."""

    rules: QuizDocument
    questions: Sequence[ShownQuestion]
    attempts: Sequence[Attempt] = ()
    open_attempt: Attempt | None = None
    begun: int = 0

    @property
    def attempts_left(self) -> int | None:
        allowed = self.rules.attempts_allowed
        return None if allowed is None else max(0, allowed - self.begun)

    @property
    def has_passed(self) -> bool:
        return any(one.is_passed for one in self.attempts)


def beginning_of(document: LessonDocument, enrolment: Enrolment | None) -> Beginning:
    """No query for a stranger, one for somebody who follows the course."""
    assert document.quiz is not None
    questions = questions_shown(document.questions or [], {})
    if enrolment is None:
        return Beginning(document.quiz, questions)
    tries = list(tries_of(enrolment.id, document.id).order_by("-started_at"))
    # Of one that is open though its time is over, the page says that it is over.
    under_way = (one for one in tries if one.submitted_at is None and not is_over(one))
    return Beginning(
        rules=document.quiz,
        questions=questions,
        attempts=[one for one in tries if one.submitted_at is not None][:MOST_SHOWN],
        open_attempt=next(under_way, None),
        begun=len(tries),
    )
