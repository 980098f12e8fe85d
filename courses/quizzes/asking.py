"""Owns how questions are drawn as a form, with what was answered so far, and how it is read."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import strip_tags

from courses.models import Attempt
from courses.outlines import AskedQuestion

GIVEN = "question-"
PLACED = "place-"


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """A choice in a form; `match` is what it was matched with, `place` where it was put."""

    id: str
    text: str
    is_chosen: bool = False
    match: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class ShownMatch:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in a form; `typed` is the text or the number answered so far."""

    id: str
    kind: str
    prompt: str
    hint: str
    points: float
    choices: Sequence[ShownChoice]
    matches: Sequence[ShownMatch]
    typed: str = ""


def questions_shown(
    questions: Sequence[AskedQuestion], answers: Mapping[str, Sequence[str]]
) -> list[ShownQuestion]:
    return [_shown(one, answers.get(str(one.id), ())) for one in questions]


def _shown(question: AskedQuestion, given: Sequence[str]) -> ShownQuestion:
    return ShownQuestion(
        id=str(question.id),
        kind=question.kind,
        prompt=question.prompt,
        hint=question.hint,
        points=question.points,
        choices=_choices(question, given),
        matches=[ShownMatch(str(one.id), plain(one.text)) for one in question.matches],
        typed=given[0] if given and not question.choices else "",
    )


def _choices(question: AskedQuestion, given: Sequence[str]) -> list[ShownChoice]:
    """Things to put in order stand as they were put; what was not is at the end."""
    matched = dict(pair.partition("=")[::2] for pair in given)
    choices = [
        ShownChoice(
            id=str(one.id),
            text=one.text,
            is_chosen=str(one.id) in given,
            match=matched.get(str(one.id), ""),
            place=given.index(str(one.id)) if str(one.id) in given else len(given),
        )
        for one in question.choices
    ]
    return sorted(choices, key=lambda one: one.place) if question.kind == "ordering" else choices


def plain(text: str) -> str:
    """HTML as the bare text that an option of a list can hold."""
    return html.unescape(strip_tags(text)).strip()


def response_in(form: QueryDict) -> dict[str, list[str]]:
    """By question what a form answers; where the browser runs no script, order comes as places."""
    response = {
        name.removeprefix(GIVEN): [value for value in form.getlist(name) if value]
        for name in form
        if name.startswith(GIVEN)
    }
    for name in form:
        if name.startswith(PLACED):
            response.setdefault(name.removeprefix(PLACED), _in_order(form.getlist(name)))
    return response


def _in_order(places: Sequence[str]) -> list[str]:
    """From `choice=place` for each; two at one place stay as they stood."""
    placed = [(one.partition("=")[0], _number(one.partition("=")[2])) for one in places]
    return [choice for choice, _place in sorted(placed, key=lambda one: one[1])]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def response_to(form: QueryDict, attempt: Attempt) -> dict[str, list[str]]:
    """An answer for every question that was asked: one left empty was taken back.

    In a team's attempt it was left to the others, whose answers may have come meanwhile.
    """
    given = response_in(form)
    if attempt.code is not None:
        return {id_: one for id_, one in given.items() if one}
    return {id_: given.get(id_, []) for id_ in attempt.question_ids}
