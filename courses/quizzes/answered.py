"""Owns how answered questions are drawn: what was answered and, where told, what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.outlines import AskedQuestion
from courses.quizzes.asking import plain
from courses.quizzes.results import QuestionResult
from courses.quizzes.tried import AttemptDocument

_CHOSEN = ("single", "multiple", "truefalse")


@dataclass(frozen=True, slots=True)
class AnsweredChoice:
    text: str
    is_chosen: bool
    is_right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """Something put in order or matched: what was given for it, and what is right."""

    text: str
    given: str = ""
    right: str = ""
    is_right: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """`verdict` is right, partly or wrong; empty where it may not be told (yet)."""

    prompt: str
    kind: str
    verdict: str = ""
    share: float = 0.0
    choices: Sequence[AnsweredChoice] = ()
    lines: Sequence[AnsweredLine] = ()
    typed: str = ""
    accepted: Sequence[str] = ()
    tolerance: float | None = None
    feedback: Sequence[str] = ()
    explanation: str = ""


def answered_questions(document: AttemptDocument) -> list[AnsweredQuestion]:
    told = (document.result.questions if document.result else None) or []
    results = {one.id: one for one in told}
    return [
        answered(one, document.answers.get(str(one.id), []), results.get(one.id))
        for one in document.questions
    ]


def answered(
    question: AskedQuestion, given: Sequence[str], result: QuestionResult | None
) -> AnsweredQuestion:
    right = result.right if result else []
    feedback = result.feedback if result else {}
    is_chosen = question.kind in _CHOSEN
    return AnsweredQuestion(
        prompt=question.prompt,
        kind=question.kind,
        verdict=_verdict(result),
        share=result.share if result else 0.0,
        choices=_choices(question, given, right, feedback) if is_chosen else (),
        lines=() if is_chosen else _lines(question, given, right, feedback),
        typed=given[0] if given and not question.choices else "",
        accepted=right if not question.choices else (),
        tolerance=result.tolerance if result else None,
        feedback=list(feedback.values()) if not question.choices else (),
        explanation=result.explanation if result else "",
    )


def _verdict(result: QuestionResult | None) -> str:
    if result is None:
        return ""
    if result.share >= 1.0:
        return "right"
    return "partly" if result.share > 0.0 else "wrong"


def _choices(
    question: AskedQuestion,
    given: Sequence[str],
    right: Sequence[str],
    feedback: Mapping[str, str],
) -> list[AnsweredChoice]:
    return [
        AnsweredChoice(
            text=one.text,
            is_chosen=str(one.id) in given,
            is_right=str(one.id) in right,
            feedback=feedback.get(str(one.id), ""),
        )
        for one in question.choices
    ]


def _lines(
    question: AskedQuestion,
    given: Sequence[str],
    right: Sequence[str],
    feedback: Mapping[str, str],
) -> list[AnsweredLine]:
    texts = {str(one.id): one.text for one in question.choices}
    if question.kind == "ordering":
        return _ordered(texts, given, right, feedback)
    matches = {str(one.id): plain(one.text) for one in question.matches}
    chosen = dict(pair.partition("=")[::2] for pair in given)
    paired = dict(pair.partition("=")[::2] for pair in right)
    return [
        AnsweredLine(
            text=text,
            given=matches.get(chosen.get(id_, ""), ""),
            right=matches.get(paired.get(id_, ""), ""),
            is_right=id_ in paired and chosen.get(id_) == paired[id_],
            feedback=feedback.get(id_, ""),
        )
        for id_, text in texts.items()
    ]


def _ordered(
    texts: Mapping[str, str],
    given: Sequence[str],
    right: Sequence[str],
    feedback: Mapping[str, str],
) -> list[AnsweredLine]:
    """In the order given, each with the place it belongs to; in the right one if none was given."""
    places = {id_: str(number) for number, id_ in enumerate(right, start=1)}
    shown = [id_ for id_ in given if id_ in texts] or list(right)
    return [
        AnsweredLine(
            text=texts[id_],
            given=str(number) if given else "",
            right=places.get(id_, ""),
            is_right=bool(given) and places.get(id_) == str(number),
            feedback=feedback.get(id_, ""),
        )
        for number, id_ in enumerate(shown, start=1)
    ]
