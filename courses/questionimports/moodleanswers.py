"""The answers of a question of Moodle, by its type: the campus's kind, choices, what was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from courses.quizform.numbers import real
from courses.quizform.shapes import WrittenChoice

from . import texts
from .credits import credited, typed
from .giftanswers import ranged, true_or_false
from .xmltrees import Node

Answered = tuple[str, Sequence[WrittenChoice], Sequence[str]]
_FORMATS = {"html": "html", "plain_text": "plain", "markdown": "markdown"}


def markdown(node: Node) -> str:
    """The text of a node by the format it says it is in."""
    said = node.first("text").text
    return texts.markdown(said, _FORMATS.get(node.attributes.get("format", ""), "moodle"))


def _share(answer: Node) -> float:
    said = answer.attributes.get("fraction", "0") or "0"
    share = real(said)
    if share is None:
        raise ValueError(_("“{words}” is no number.").format(words=said[:60]))
    return share / 100


def _chosen(node: Node, language: str) -> Answered:
    is_single = node.said("single").lower() in ("true", "1", "") and _is_plain(node)
    choices = [
        credited(markdown(one), _share(one), markdown(one.first("feedback")), is_single)
        for one in node.every("answer")
    ]
    return "single" if is_single else "multiple", choices, ()


def _is_plain(node: Node) -> bool:
    return node.attributes["type"] == "multichoice"


def _all_or_nothing(node: Node, language: str) -> Answered:
    kind, choices, lost = _chosen(node, language)
    plain = [WrittenChoice(one.text, one.is_correct, one.feedback) for one in choices]
    return kind, plain, lost


def _true_or_false(node: Node, language: str) -> Answered:
    """Answers are the words true and false, whatever language Moodle is in."""
    answers = {one.said("text").lower(): one for one in node.every("answer")}
    yes, no = answers.get("true"), answers.get("false")
    if yes is None or no is None or (_share(yes) > 0) == (_share(no) > 0):
        raise ValueError(_("One of true and false has to be right, the other one wrong."))
    is_true = _share(yes) > 0
    said = {one: markdown(node.first("feedback")) for one, node in ((True, yes), (False, no))}
    return "truefalse", true_or_false(is_true, (said[not is_true], said[is_true]), language), ()


def _texts(node: Node, language: str) -> Answered:
    kept, lost = typed(_typed(one) for one in node.every("answer"))
    return "text", kept, lost


def _numbers(node: Node, language: str) -> Answered:
    choices: list[WrittenChoice] = []
    lost: list[str] = []
    for one in node.every("answer"):
        kept, left = typed([_typed(one)])
        lost += left
        choices += [_number(choice, one.said("tolerance")) for choice in kept]
    return "number", choices, lost


def _typed(answer: Node) -> tuple[str, float, str]:
    return answer.said("text"), _share(answer), markdown(answer.first("feedback"))


def _number(choice: WrittenChoice, within: str) -> WrittenChoice:
    value, tolerance = ranged(f"{choice.text}:{within}" if within else choice.text)
    return replace(choice, text=value, tolerance=tolerance or None)


def _matched(node: Node, language: str) -> Answered:
    pairs = [
        WrittenChoice(markdown(one), match=texts.from_plain(one.said("answer")))
        for one in node.every("subquestion")
    ]
    return "matching", [one for one in pairs if one.text or one.match], ()


def _ordered(node: Node, language: str) -> Answered:
    """The share of an answer is its place, where each has its own."""
    answers = node.every("answer")
    places = [_share(one) for one in answers]
    if len(set(places)) == len(places):
        answers = [one for _place, one in sorted(zip(places, answers, strict=True), key=_first)]
    return "ordering", [WrittenChoice(markdown(one)) for one in answers], ()


def _first(pair: tuple[float, Node]) -> float:
    return pair[0]


ANSWERED: dict[str, Callable[[Node, str], Answered]] = {
    "multichoice": _chosen,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_or_false,
    "shortanswer": _texts,
    "numerical": _numbers,
    "matching": _matched,
    "match": _matched,
    "ordering": _ordered,
}
