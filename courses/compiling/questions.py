"""The questions of a quiz as a release holds them: what may be asked, and apart from it the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from campus.errors import Fault
from courses.rules.grading import QuestionKey
from courses.rules.quizrules import DrawRule, QuizRules
from courses.rules.spelling import read_number

from .drafts import DraftChoice, DraftLesson, DraftQuestion

Shown = Callable[[str], str]
TYPED = ("text", "number")
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.S)


def rules_of(lesson: DraftLesson) -> dict[str, Any]:
    quiz = lesson.quiz
    rules = QuizRules(
        mode=quiz.mode,
        attempts_allowed=quiz.attempts_allowed,
        time_limit_minutes=quiz.time_limit_minutes,
        shuffles_questions=quiz.shuffles_questions,
        shuffles_choices=quiz.shuffles_choices,
        shows_key=quiz.shows_key,
        is_team=quiz.is_team,
        questions=[one.id for one in lesson.questions],
        draws=[
            DrawRule(count=draw.count, questions=[one.id for one in draw.questions])
            for draw in quiz.draws
        ],
    )
    spelled: dict[str, Any] = msgspec.to_builtins(rules)
    return spelled


def question_shown(question: DraftQuestion, shown: Shown) -> dict[str, object]:
    """A question as a learner may see it: no key, no explanation, no feedback.

    Where the order would tell, choices stand in the order of their random ids.
    """
    choices = [one for one in question.choices if question.kind not in TYPED and one.text]
    if question.kind in ("ordering", "matching"):
        choices.sort(key=lambda one: one.id)
    asked: dict[str, object] = {
        "id": question.id,
        "kind": question.kind,
        "prompt": shown(question.prompt),
        "choices": [{"id": one.id, "text": shown(one.text)} for one in choices],
    }
    if question.kind == "matching":
        matches = sorted(_match_ids(question).items(), key=lambda one: one[1])
        asked["matches"] = [{"id": id_, "text": shown(text)} for text, id_ in matches]
    if question.hint:
        asked["hint"] = shown(question.hint)
    if question.points != 1.0:
        asked["points"] = question.points
    return asked


def key_of(lesson: DraftLesson) -> dict[str, Any]:
    keys = {question.id: _key(question) for question in lesson.asked()}
    spelled: dict[str, Any] = msgspec.to_builtins(keys)
    return spelled


def _key(question: DraftQuestion) -> QuestionKey:
    is_typed = question.kind in TYPED
    return QuestionKey(
        kind=question.kind,
        right=_right(question),
        points=question.points,
        partial=question.gives_partial_credit,
        answers=_by_choice(question, lambda one: one.text if is_typed else None),
        tolerances=_by_choice(question, lambda one: one.tolerance if is_typed else None),
        credits=_by_choice(question, lambda one: one.credit),
    )


def _right(question: DraftQuestion) -> list[str]:
    if question.kind == "ordering":
        return [one.id for one in question.choices]
    if question.kind == "matching":
        pairs = (one for one in question.choices if one.text and one.match)
        ids = _match_ids(question)
        return [f"{one.id}={ids[one.match]}" for one in pairs]
    return [one.id for one in question.choices if one.is_correct]


def _match_ids(question: DraftQuestion) -> dict[str, str]:
    """By text: what goes with two things is offered once, and right for both."""
    ids: dict[str, str] = {}
    for one in sorted(question.choices, key=lambda one: one.match_id):
        if one.match:
            ids.setdefault(one.match, one.match_id)
    return ids


def _by_choice(question: DraftQuestion, value: Callable[[DraftChoice], Any]) -> dict[str, Any]:
    found = {one.id: value(one) for one in question.choices}
    return {id_: one for id_, one in found.items() if one is not None}


def feedback_of(lesson: DraftLesson, shown: Shown) -> Mapping[str, str]:
    """By question its explanation, by choice what is said of it, as HTML."""
    said = {one.id: one.explanation for one in lesson.asked()}
    said |= {choice.id: choice.feedback for one in lesson.asked() for choice in one.choices}
    return {id_: shown(text) for id_, text in said.items() if text}


def inline(html: str) -> str:
    """A text of one paragraph without its `<p>`, to stand in a label."""
    found = _ONE_PARAGRAPH.fullmatch(html)
    return found[1] if found else html.strip()


def unanswerable(lesson: DraftLesson) -> Iterator[Fault]:
    """What makes the questions of a quiz impossible to answer."""
    for number, question in enumerate(lesson.asked(), start=1):
        detail = _lack(question)
        if detail:
            yield Fault(
                f"questions/{number}", "question_unanswerable", detail.format(number=number)
            )
    for draw in lesson.quiz.draws:
        if len(draw.questions) < draw.count:
            detail = _("“{bank}” has {found} questions that fit, and {count} are to be drawn.")
            detail = detail.format(bank=draw.title, found=len(draw.questions), count=draw.count)
            yield Fault("draws", "too_few_to_draw", detail)


def _lack(question: DraftQuestion) -> str:
    right = sum(choice.is_correct for choice in question.choices)
    pairs = sum(bool(choice.text and choice.match) for choice in question.choices)
    match question.kind:
        case "ordering" if len(question.choices) < 2:
            return _("Question {number} needs two things or more to put in order.")
        case "matching" if pairs < 2:
            return _("Question {number} needs two pairs or more to match.")
        case "ordering" | "matching":
            return ""
        case "number" if any(read_number(one.text) is None for one in question.choices):
            return _("Question {number} has an answer that is no number.")
        case "text" | "number":
            return "" if right else _("Question {number} needs an answer that is right.")
    if not right or len(question.choices) < 2 or (question.kind == "single" and right > 1):
        return _("Question {number} needs two choices or more, and the right ones marked.")
    return ""
