"""Owns what a learner sees of an attempt: what is asked and, once its rules let, what is right."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from courses.files.withdrawing import as_told
from courses.models import Attempt, ReleaseLesson
from courses.outlines import Asked, AskedQuestion, as_said, texts_of
from courses.quizzes.tries import key_of
from courses.rules.drawing import drawn, shuffled
from courses.rules.grading import Mark, QuestionKey, found_among, grade
from courses.rules.quizrules import QuizRules, read_rules

_source = msgspec.json.Decoder(list[AskedQuestion])
_blob = msgspec.json.Decoder(Asked)


class QuestionResult(Struct, kw_only=True):
    """What a question's answer was worth, what is right, and what the author says of it."""

    id: UUID
    share: Annotated[float, Meta(ge=0.0, le=1.0, description="Of the question's points.")]
    points: float
    right: Annotated[
        list[str], Meta(description="Spelled as answers are; for text and number all accepted.")
    ]
    tolerance: Annotated[float | None, Meta(description="How far a number may lie off.")] = None
    feedback: Annotated[
        dict[str, str], Meta(description="HTML, by the id of each choice that was made.")
    ]
    explanation: Annotated[str, Meta(description="HTML.")]


class AttemptResult(Struct, kw_only=True):
    scaled: Annotated[float, Meta(ge=0.0, le=1.0)]
    is_passed: bool
    was_cut_off: Annotated[bool, Meta(description="Handed in because the time was over.")]
    questions: Annotated[
        list[QuestionResult] | None,
        Meta(description="Null until the quiz's `shows_key` lets the right answers be told."),
    ]


def shows_key(rules: QuizRules, *, is_submitted: bool, has_passed: bool, attempts: int) -> bool:
    """Whether the right answers may be told of an attempt.

    `attempts` are those she has handed in, `has_passed` says whether one of them passed. Where
    the rules wait for that, no attempt may be left, nor open, if none did.
    """
    if not is_submitted:
        return False
    if rules.is_practice or rules.shows_key == "submitted":
        return True
    none_left = rules.attempts_allowed is not None and attempts >= rules.attempts_allowed
    return rules.shows_key == "passed" and (has_passed or none_left)


def questions_asked(attempt: Attempt) -> list[AskedQuestion]:
    """What this attempt asks, in its own order; nothing of it tells what is right."""
    rules = read_rules(attempt.released.quiz)
    by_id = {str(one.id): one for one in _all_questions(_words_of(attempt.released))}
    asked = [by_id[id_] for id_ in attempt.question_ids]
    told = as_told({text: text for text in texts_of(asked)}, attempt.enrolment.course.language)
    asked = as_said(asked, told)
    if attempt.record is not None:
        return asked
    return [turned(one, rules, attempt.seed) for one in asked]


def _words_of(released: ReleaseLesson) -> ReleaseLesson:
    """A correction changes words, never what is right or how it is graded."""
    return released.corrected_by or released


def _all_questions(released: ReleaseLesson) -> list[AskedQuestion]:
    """A release from before there were attempts has its questions in the public blob only."""
    if released.asked:
        return _source.decode(released.asked.body)
    blob = released.questions
    return _blob.decode(bytes(blob.body or b"")).questions if blob else []


def asked_by_chance(
    questions: Sequence[AskedQuestion], rules: QuizRules, seed: int
) -> list[AskedQuestion]:
    """Of all questions those that an attempt of this seed asks, drawn and turned as its are."""
    by_id = {str(one.id): one for one in questions}
    if not rules.number_asked:
        return list(questions)
    return [turned(by_id[id_], rules, seed) for id_ in drawn(rules, seed)]


def turned(question: AskedQuestion, rules: QuizRules, seed: int) -> AskedQuestion:
    """Things to put in order are always shuffled; “true” and “false” never."""
    turns = question.kind == "ordering" or rules.shuffles_choices
    if not turns or question.kind == "truefalse":
        return question
    return msgspec.structs.replace(
        question,
        choices=shuffled(question.choices, seed, str(question.id)),
        matches=shuffled(question.matches, seed, f"{question.id} matches"),
    )


def results_of(attempt: Attempt, response: Mapping[str, list[str]]) -> list[QuestionResult]:
    """By the key of the release the attempt began with; the caller knows that it may be told."""
    key = key_of(attempt)
    said: Mapping[str, str] = _words_of(attempt.released).feedback or {}
    feedback = as_told(said, attempt.enrolment.course.language)
    marks = grade(response, key).marks
    return [
        result_of(id_, key[id_], response.get(id_, []), mark, feedback)
        for id_, mark in marks.items()
    ]


def _choices_made(given: list[str], question: QuestionKey) -> list[str]:
    """Whoever puts things in order chooses none of them."""
    return [] if question.kind == "ordering" else found_among(given, question)


def result_of(
    id_: str,
    question: QuestionKey,
    given: list[str],
    mark: Mark,
    feedback: Mapping[str, str],
) -> QuestionResult:
    meant = [one.partition("=")[0] for one in _choices_made(given, question)]
    tolerances = [question.tolerances.get(one, 0.0) for one in question.right]
    return QuestionResult(
        id=UUID(id_),
        share=mark.share,
        points=question.points,
        right=[question.answers.get(one, one) for one in question.right],
        tolerance=max(tolerances, default=0.0) or None,
        feedback={one: feedback[one] for one in meant if one in feedback},
        explanation=feedback.get(id_, ""),
    )
