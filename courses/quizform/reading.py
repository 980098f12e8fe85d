"""A quiz as text: questions are headings, choices are boxes to tick, `> ` below one is feedback."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .blocks import Block
from .lines import QUESTION
from .questions import QuestionLines
from .shapes import WrittenQuestion
from .wording import Found, refusal, said


def read_quiz(
    body: str, *, path: str, first_line: int = 1, may_be_empty: bool = False
) -> tuple[str, tuple[WrittenQuestion, ...]]:
    """The introduction of a quiz and its questions.

    Raises Invalid, with every fault and its line, where a question could not be answered.
    """
    intro = Block(first_line)
    questions: list[QuestionLines] = []
    plain = body.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(plain.split("\n"), start=first_line):
        here = questions[-1].current if questions else intro
        heading = None if here.fence else QUESTION.match(line)
        if heading:
            questions.append(QuestionLines(number, heading[1] or ""))
        elif questions:
            questions[-1].read(line, number)
        else:
            intro.add(line, number)
    faults = list(_faults(intro, questions, first_line, may_be_empty))
    if faults:
        raise refusal(faults, path)
    return intro.text, tuple(one.question() for one in questions)


def _faults(
    intro: Block, questions: Sequence[QuestionLines], first_line: int, may_be_empty: bool
) -> Iterator[Found]:
    if intro.fence:
        yield said(intro.opened, "code_unclosed")
    elif not questions and not may_be_empty:
        yield said(first_line, "no_questions")
    for question in questions:
        yield from question.found()
