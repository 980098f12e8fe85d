"""Owns what buttons of the questions' form do before anything is saved: add, copy, move, remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from courses.quizform.shapes import KINDS

from .questionfields import ChoiceFields, QuestionFields

# What a new question of a kind begins with.
BLANKS = {"ordering": 3, "matching": 3, "text": 1, "number": 1, "truefalse": 2}
Fields = list[QuestionFields]


def act(fields: Fields, deed: str, *, language: str) -> str:
    """Do `deed` (a verb and numbers from 0) to the fields; answers what has the focus then.

    A deed that names what is not there does nothing.
    """
    verb, *rest = deed.split()
    if verb == "add":
        return _add(fields, rest[0] if rest else "single", language)
    numbers = [int(one) for one in rest if one.isascii() and one.isdigit()]
    if verb not in _DEEDS or not numbers or numbers[0] >= len(fields):
        return ""
    return _DEEDS[verb](fields, numbers, language)


def _add(fields: Fields, kind: str, language: str) -> str:
    question = QuestionFields(kind=kind if kind in KINDS else "single")
    fields.append(question)
    _fill(question, language)
    return f"q{len(fields) - 1}-prompt"


def _fill(question: QuestionFields, language: str) -> None:
    """The rows that a kind begins with; what is written already stays."""
    kind, choices = question.kind, question.choices
    if kind == "truefalse":
        words = ("Vrai", "Faux") if language.startswith("fr") else ("True", "False")
        if all(one.is_blank for one in choices):
            question.choices = [ChoiceFields(text=one) for one in words]
        return
    while len(choices) < BLANKS.get(kind, 4):
        choices.append(ChoiceFields(is_right=question.is_typed))


def _kind(fields: Fields, numbers: list[int], language: str) -> str:
    question = fields[numbers[0]]
    question.choices = [one for one in question.choices if not one.is_blank]
    _fill(question, language)
    return f"q{numbers[0]}-kind"


def _duplicate(fields: Fields, numbers: list[int], language: str) -> str:
    here = numbers[0]
    one = fields[here]
    choices = [replace(choice, id="") for choice in one.choices]
    fields.insert(here + 1, replace(one, id="", choices=choices))
    return f"q{here + 1}-prompt"


def _remove(fields: Fields, numbers: list[int], language: str) -> str:
    del fields[numbers[0]]
    return f"q{min(numbers[0], len(fields) - 1)}-prompt" if fields else "add"


def _up(fields: Fields, numbers: list[int], language: str) -> str:
    here = numbers[0]
    there = max(0, here - 1)
    fields[here], fields[there] = fields[there], fields[here]
    return f"q{there}-{'up' if there else 'down'}"


def _down(fields: Fields, numbers: list[int], language: str) -> str:
    here, last = numbers[0], len(fields) - 1
    there = min(last, here + 1)
    fields[here], fields[there] = fields[there], fields[here]
    return f"q{there}-{'down' if there < last else 'up'}"


def _choice(fields: Fields, numbers: list[int], language: str) -> str:
    question = fields[numbers[0]]
    question.choices.append(ChoiceFields(is_right=question.is_typed))
    return f"q{numbers[0]}-c{len(question.choices) - 1}-text"


def _unchoice(fields: Fields, numbers: list[int], language: str) -> str:
    choices = fields[numbers[0]].choices
    if len(numbers) < 2 or numbers[1] >= len(choices):
        return ""
    del choices[numbers[1]]
    rest = min(numbers[1], len(choices) - 1)
    return f"q{numbers[0]}-c{rest}-text" if choices else f"q{numbers[0]}-choice"


def _choice_up(fields: Fields, numbers: list[int], language: str) -> str:
    choices = fields[numbers[0]].choices
    if len(numbers) < 2 or not 0 < numbers[1] < len(choices):
        return ""
    here = numbers[1]
    choices[here - 1], choices[here] = choices[here], choices[here - 1]
    return f"q{numbers[0]}-c{here - 1}-text"


_DEEDS: dict[str, Callable[[Fields, list[int], str], str]] = {
    "kind": _kind,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "choice": _choice,
    "unchoice": _unchoice,
    "choice-up": _choice_up,
}
