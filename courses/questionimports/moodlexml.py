"""Moodle XML, as Moodle exports its question banks. Source: docs.moodle.org, Moodle XML format."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.errors import Invalid
from courses.quizform.numbers import real
from courses.quizform.shapes import WrittenQuestion

from .categories import category_tags
from .gathering import Gathering
from .moodleanswers import ANSWERED, markdown
from .shapes import Read
from .xmltrees import Node, read_trees

_WHY_NOT = {
    "essay": gettext_lazy("An answer in one's own words (essay) cannot be graded here."),
    "description": gettext_lazy("This text asks nothing: write it above the questions of a quiz."),
    "cloze": gettext_lazy("It has several blanks (cloze): make a question of each."),
    "calculated": gettext_lazy("Questions with numbers that change are not asked here."),
    "random": gettext_lazy("It is drawn at random: let a quiz draw from a bank instead."),
}
_ALIKE = {
    "multianswer": "cloze", "calculatedsimple": "calculated", "calculatedmulti": "calculated",
    "randomsamatch": "random",
}  # fmt: skip
# What Moodle writes there by itself, in English and in French.
_USUAL = re.compile(
    r"(?:your answer is|votre réponse est) (?:partially |partiellement )?(?:in)?correcte?\.?", re.I
)


def read(text: str, *, language: str) -> Read:
    gathered, category = Gathering(), list[str]()

    def take(node: Node) -> None:
        if node.tag == "question" and node.attributes.get("type") == "category":
            category[:] = category_tags(node.said("category"))
        elif node.tag == "question":
            _take(node, tuple(category), gathered, language)

    read_trees(text, root="quiz", take=take)
    return gathered.read()


def looks_like(text: str) -> bool:
    return text.lstrip()[:1] == "<"


def _take(node: Node, category: tuple[str, ...], gathered: Gathering, language: str) -> None:
    kind = node.attributes.get("type", "")
    about = node.said("name") or node.said("questiontext")
    try:
        if kind not in ANSWERED:
            gathered.leave(node.line, about, _why_not(kind))
        elif node.said("hidden") == "1":
            gathered.leave(node.line, about, _("It is hidden where it comes from."))
        else:
            _add(node, category, gathered, language)
    except (ValueError, Invalid) as error:
        gathered.leave(node.line, about, str(error))


def _why_not(kind: str) -> str:
    known = _WHY_NOT.get(_ALIKE.get(kind, kind))
    return str(known) if known else _("“{kind}” is no kind of question here.").format(kind=kind)


def _add(node: Node, category: tuple[str, ...], gathered: Gathering, language: str) -> None:
    kind, choices, lost = ANSWERED[node.attributes["type"]](node, language)
    prompt = markdown(node.first("questiontext"))
    question = WrittenQuestion(
        prompt, tuple(choices), markdown(node.first("generalfeedback")), kind,
        hint="\n\n".join(filter(None, map(markdown, node.every("hint")))),
        points=_points(node),
        gives_partial_credit=_is_partly_right(node, kind),
        tags=(*category, *(one.said("text") for one in node.first("tags").every("tag"))),
    )  # fmt: skip
    gathered.add(node.line, question)
    for one in [*lost, *_lost(node)]:
        gathered.note(node.line, prompt, one)


def _points(node: Node) -> float:
    said = node.said("defaultgrade") or node.said("defaultmark")
    points = real(said) if said else 1.0
    if points is None:
        raise ValueError(_("“{words}” is no number.").format(words=said[:60]))
    return points


def _is_partly_right(node: Node, kind: str) -> bool:
    if kind == "ordering":
        # -1 is Moodle's “all or nothing”.
        return node.said("gradingtype").upper() not in ("-1", "ALL_OR_NOTHING")
    return kind == "matching" or (node.attributes["type"] == "multichoice" and kind == "multiple")


def _lost(node: Node) -> list[str]:
    found = []
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    said = [re.sub(r"<[^<>]*>", "", node.said(name)).strip() for name in names]
    if any(one and not _USUAL.fullmatch(one) for one in said):
        found.append(_("What is said of the answer as a whole is left out: feedback is by choice."))
    if node.first("units").children:
        found.append(_("Its units are left out: say in the question which one is meant."))
    if node.said("usecase") == "1":
        found.append(_("Small and capital letters are the same here."))
    return found
