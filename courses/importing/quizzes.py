"""A quiz as text: questions are headings, choices are boxes to tick, `> ` below one is feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from campus.errors import Fault, Invalid

from .shapes import ImportedChoice, ImportedQuestion

_QUESTION = re.compile(r"##[ \t]+(.+?)[ \t]*#*$")
_CHOICE = re.compile(r"[-*+][ \t]+\[([ xX]?)\](?:[ \t]+(.*))?$")
_FEEDBACK = re.compile(r"[ \t]+>[ \t]?(.*)$")
_EXPLANATION = re.compile(r"(?:Explanation|Explication)[ \t\u00a0\u202f]*:[ \t]*(.*)$")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")


@dataclass
class _Choice:
    line: int
    is_correct: bool
    text: list[str]
    feedback: list[str] = field(default_factory=list)


@dataclass
class _Question:
    line: int
    prompt: list[str]
    choices: list[_Choice] = field(default_factory=list)
    explanation: list[str] | None = None


def read_quiz(
    body: str, *, path: str, first_line: int = 1
) -> tuple[str, tuple[ImportedQuestion, ...]]:
    """The introduction of a quiz and its questions.

    Raises Invalid, with every fault and its line, where a question could not be answered.
    """
    intro: list[str] = []
    questions: list[_Question] = []
    for number, line, in_code in _numbered(body, first_line):
        found = None if in_code else _QUESTION.match(line)
        if found:
            questions.append(_Question(number, [found[1]]))
        elif questions:
            _read_line(questions[-1], number, line, in_code)
        else:
            intro.append(line)
    faults = list(_faults(questions, path, first_line))
    if faults:
        details = "\n".join(f"{fault.pointer}: {fault.detail}" for fault in faults)
        raise Invalid(details, code="quiz_broken", faults=faults)
    return _text(intro), tuple(map(_imported, questions))


def _numbered(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    mark = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        fence = _FENCE.match(line)
        if fence and not mark:
            mark = fence[1]
            yield number, line, True
        else:
            yield number, line, bool(mark)
            if fence and mark and fence[1].startswith(mark):
                mark = ""


def _read_line(question: _Question, number: int, line: str, in_code: bool) -> None:
    choice, feedback = _CHOICE.match(line), _FEEDBACK.match(line)
    explanation = _EXPLANATION.match(line)
    if explanation and not in_code:
        question.explanation = [explanation[1]]
    elif question.explanation is not None:
        question.explanation.append(line)
    elif choice and not in_code:
        ticked = choice[1].lower() == "x"
        question.choices.append(_Choice(number, ticked, [choice[2] or ""]))
    elif not question.choices:
        question.prompt.append(line)
    elif feedback:
        question.choices[-1].feedback.append(feedback[1])
    elif line.strip():
        question.choices[-1].text.append(line.strip())


def _faults(questions: list[_Question], path: str, first_line: int) -> Iterator[Fault]:
    if not questions:
        detail = "A quiz needs questions: write each as a heading “## …” with choices below it."
        yield Fault(f"{path}:{first_line}", "no_questions", detail)
    for question in questions:
        if len(question.choices) < 2:
            detail = "This question needs two choices or more: write them as “- [ ] …”, “- [x] …”."
            yield Fault(f"{path}:{question.line}", "no_choices", detail)
        elif not any(choice.is_correct for choice in question.choices):
            detail = "No choice of this question is right: mark it as “- [x] …”."
            yield Fault(f"{path}:{question.line}", "no_right_answer", detail)
        for choice in question.choices:
            if not _text(choice.text):
                detail = "This choice is empty: write its text behind the box."
                yield Fault(f"{path}:{choice.line}", "empty_choice", detail)


def _imported(question: _Question) -> ImportedQuestion:
    choices = (
        ImportedChoice(_text(one.text), one.is_correct, _text(one.feedback))
        for one in question.choices
    )
    return ImportedQuestion(
        _text(question.prompt), tuple(choices), _text(question.explanation or [])
    )


def _text(lines: list[str]) -> str:
    return "\n".join(lines).strip()
