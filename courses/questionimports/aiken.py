"""Aiken: a question on a line, choices `A. …` or `A) …`, `ANSWER: A`. Source: docs.moodle.org."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses.quizform.shapes import WrittenChoice, WrittenQuestion

from .gathering import Gathering
from .shapes import Read
from .texts import from_plain

_CHOICE = re.compile(r"([A-Z])[.)]\s+(.+)$")
_ANSWER = re.compile(r"ANSWER:\s*(.*)$")


@dataclass
class Held:
    """`line` is 0 before a question begins."""

    line: int = 0
    prompt: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    doubled: str = ""


def read(text: str, *, language: str) -> Read:
    """The format has no feedback, so `language` changes nothing."""
    gathered, held = Gathering(), Held()
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        answer = _ANSWER.match(words)
        if answer:
            _add(held, answer[1].strip(), number, gathered)
            held = Held()
        elif words:
            if held.choices and not _CHOICE.match(words):
                _leave(held, gathered)
                held = Held()
            _hold(held, words, number)
    if held.line:
        _leave(held, gathered)
    return gathered.read()


def looks_like(text: str) -> bool:
    return bool(re.search(r"^\s*ANSWER:", text, re.M) and re.search(r"^\s*[A-Z][.)]\s", text, re.M))


def _hold(held: Held, words: str, number: int) -> None:
    choice = _CHOICE.match(words)
    held.line = held.line or number
    if choice and held.prompt:
        held.doubled = held.doubled or (choice[1] if choice[1] in held.choices else "")
        held.choices[choice[1]] = choice[2]
    else:
        held.prompt.append(words)


def _leave(held: Held, gathered: Gathering) -> None:
    why = _("It has no line “ANSWER: …” right after its choices.")
    gathered.leave(held.line, " ".join(held.prompt), why)


def _add(held: Held, letter: str, number: int, gathered: Gathering) -> None:
    prompt, why = " ".join(held.prompt), ""
    if not held.choices:
        why = _("It has no choices: write each on a line that begins with “A.” or “A)”.")
    elif len(held.prompt) > 1:
        why = _("The question has to be on one line.")
    elif held.doubled:
        why = _("Two choices have the letter {letter}.").format(letter=held.doubled)
    elif letter not in held.choices:
        why = _("“ANSWER: {letter}” is none of its choices: name one by its capital letter.")
        why = why.format(letter=letter)
    if why:
        gathered.leave(held.line or number, prompt, why)
        return
    choices = tuple(
        WrittenChoice(from_plain(text), is_correct=name == letter)
        for name, text in held.choices.items()
    )
    gathered.add(held.line, WrittenQuestion(from_plain(prompt), choices))
