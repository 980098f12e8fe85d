"""One line of a table of questions as a question."""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_lowercase

from django.utils.translation import gettext as _

from courses.quizform import keys
from courses.quizform.lines import FALSE_WORDS, MATCH_INSIDE, NO, TRUE_WORDS, YES, KeyLine
from courses.quizform.numbers import real, with_tolerance
from courses.quizform.shapes import TYPED, WrittenChoice, WrittenQuestion
from courses.quizform.wording import words

from .columns import Cells, parts
from .texts import true_and_false

_VALUES = ("points", "partial", "tags", "skill", "level")
_TRUE, _FALSE = (*TRUE_WORDS, *YES, "v", "t"), (*FALSE_WORDS, *NO, "f")


def question_of(cells: Cells, language: str) -> WrittenQuestion:
    """Raises ValueError saying what in the line cannot be read."""
    kind = str(_value("kind", cells)["kind"]) if cells.text("kind") else _kind_of(cells)
    values = [_value(key, cells) for key in _VALUES if cells.text(key)]
    question = WrittenQuestion(
        cells.text("prompt"), _choices(kind, cells, language), cells.text("explanation"), kind,
        hint=cells.text("hint"),
    )  # fmt: skip
    for one in values:
        question = replace(question, **one)  # type: ignore[arg-type]
    return question


def _value(key: str, cells: Cells) -> dict[str, object]:
    said = cells.text(key)
    try:
        return keys.value(KeyLine(key, said))
    except ValueError as error:
        raise ValueError(words(f"bad_{key}", value=said[:60])) from error


def _kind_of(cells: Cells) -> str:
    choices, correct = cells.several("choices"), cells.text("correct")
    if correct.lower() in (*_TRUE, *_FALSE) and not choices:
        return "truefalse"
    if choices and all(MATCH_INSIDE.search(one) for one in choices):
        return "matching"
    if choices:
        return "multiple" if len(_right(choices, correct)) > 1 else "single"
    return "number" if correct and all(map(with_tolerance, parts(correct))) else "text"


def _choices(kind: str, cells: Cells, language: str) -> tuple[WrittenChoice, ...]:
    answers = cells.several("choices")
    if kind == "truefalse":
        found = _true_or_false(cells, language)
    elif kind in TYPED:
        found = [_typed(kind, one, cells) for one in answers or parts(cells.text("correct"))]
    elif kind == "matching":
        found = [_pair(one) for one in answers]
    elif kind == "ordering":
        found = [WrittenChoice(one) for one in answers]
    else:
        right = _right(answers, cells.text("correct"))
        found = [WrittenChoice(one, place in right) for place, one in enumerate(answers)]
    return _with_feedback(found, cells.several("feedback"))


def _with_feedback(found: list[WrittenChoice], said: list[str]) -> tuple[WrittenChoice, ...]:
    if len(said) > len(found):
        raise ValueError(_("There is more feedback than there are answers."))
    padded = [*said, *[""] * (len(found) - len(said))]
    return tuple(replace(one, feedback=text) for one, text in zip(found, padded, strict=True))


def _right(choices: list[str], correct: str) -> set[int]:
    """The places of the right ones: by their words, their numbers from 1 or their letters."""
    said = [one for one in parts(correct) if one]
    if said and not any(one in choices for one in said):
        said = [one for part in said for one in re.split(r"[,;\s]+", part) if one]
    return {_place(one, choices) for one in said}


def _place(said: str, choices: list[str]) -> int:
    if said in choices:
        return choices.index(said)
    letter = ascii_lowercase.find(said.lower()) if len(said) == 1 else -1
    place = int(said) - 1 if said.isascii() and said.isdigit() and len(said) < 4 else letter
    if not 0 <= place < len(choices):
        detail = _("“{words}” is none of its answers: write its words, its number or its letter.")
        raise ValueError(detail.format(words=said[:60]))
    return place


def _true_or_false(cells: Cells, language: str) -> list[WrittenChoice]:
    said = cells.text("correct").lower()
    if said not in (*_TRUE, *_FALSE):
        raise ValueError(_("Say whether it is true or false in the column of the right answer."))
    yes, no = true_and_false(language)
    return [WrittenChoice(yes, said in _TRUE), WrittenChoice(no, said in _FALSE)]


def _typed(kind: str, answer: str, cells: Cells) -> WrittenChoice:
    if kind == "text":
        return WrittenChoice(answer, is_correct=True)
    value, within = with_tolerance(answer) or (answer, None)
    said = cells.text("tolerance")
    tolerance = real(said) if said else within
    if said and (tolerance is None or tolerance < 0):
        raise ValueError(words("bad_tolerance"))
    return WrittenChoice(value, is_correct=True, tolerance=tolerance)


def _pair(answer: str) -> WrittenChoice:
    """`left => right`; without a left side it is a decoy."""
    found = MATCH_INSIDE.search(answer)
    if found is None:
        return WrittenChoice(answer)
    return WrittenChoice(answer[: found.start()].strip(), match=answer[found.end() :].strip())
