"""Owns the trial of a draft quiz: asked as learners will be, graded as theirs, recorded nowhere."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import override

from courses import compiling
from courses.compiling.asking import draft_asked
from courses.compiling.compiled import CompiledQuestions
from courses.models import Lesson
from courses.rules.drawing import drawn, shuffled
from courses.rules.grading import Grade, found_among, grade, read_key, right_response
from courses.rules.quizrules import QuizRules, read_rules

from .questionpages import draft_files


@dataclass(frozen=True)
class Tried:
    """One question as it is asked, and once answered, what came of it."""

    question: dict[str, Any]
    given: list[str]
    share: float
    is_answered: bool
    right: list[str]
    solution: list[str]
    said: list[str]
    explanation: str

    @property
    def is_right(self) -> bool:
        return self.share >= 0.9999

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def places(self) -> list[int]:
        return list(range(1, len(self.question["choices"]) + 1))

    @property
    def options(self) -> list[dict[str, Any]]:
        """The choices with what was answered about each."""
        order = {id_: str(n) for n, id_ in enumerate(self.given, start=1)}
        pairs = dict(one.partition("=")[::2] for one in self.given)
        return [
            {**one, "is_chosen": one["id"] in self.given, "is_right": one["id"] in self.right,
             "place": order.get(one["id"], ""), "match": pairs.get(one["id"], "")}
            for one in self.question["choices"]
        ]  # fmt: skip


def try_page(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Another draw and order at every visit; answers are graded with the draw they were for."""
    compiled, _shown = draft_asked(lesson, address_of=draft_files(lesson))
    seed = _seed(request.POST.get("seed", ""))
    asked = _asked(compiled, seed) if compiled else []
    response, grading = {}, None
    if compiled and request.method == "POST":
        response = {one["id"]: _response(request, one) for one in asked}
        grading = _graded(compiled, asked, response)
    context = {
        "lesson": lesson, "course": lesson.module.course, "seed": seed, "grade": grading,
        "tried": [_tried(one, compiled, response, grading) for one in asked] if compiled else [],
        "rules": read_rules(compiled.rules) if compiled else QuizRules(),
        "mastery": round(lesson.mastery * 100),
        "scaled": round(grading.scaled * 100) if grading else 0,
        "is_passed": bool(grading and grading.is_mastered(lesson.mastery)),
        "body": _intro(lesson), "is_empty": not asked, "language": lesson.module.course.language,
    }  # fmt: skip
    answer = render(request, "courses/admin/questions/try.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _seed(said: str) -> int:
    is_number = said.isascii() and said.isdigit() and len(said) < 20
    return int(said) if is_number else secrets.randbits(62)


def _intro(lesson: Lesson) -> str:
    with override(lesson.module.course.language):
        return compiling.preview(lesson, address_of=draft_files(lesson)).html


def _asked(compiled: CompiledQuestions, seed: int) -> list[dict[str, Any]]:
    rules = read_rules(compiled.rules)
    by_id: dict[str, dict[str, Any]] = {str(one["id"]): dict(one) for one in compiled.asked}
    return [_turned(by_id[id_], rules, seed) for id_ in drawn(rules, seed)]


def _turned(question: dict[str, Any], rules: QuizRules, seed: int) -> dict[str, Any]:
    if question["kind"] == "truefalse":
        return question
    if question["kind"] == "ordering" or rules.shuffles_choices:
        question["choices"] = shuffled(question["choices"], seed, question["id"])
        if "matches" in question:
            question["matches"] = shuffled(question["matches"], seed, f"{question['id']} matches")
    return question


def _response(request: HttpRequest, question: dict[str, Any]) -> list[str]:
    """What was sent, as records spell it."""
    name, ids = f"question-{question['id']}", [one["id"] for one in question["choices"]]
    if question["kind"] == "ordering":
        places = {id_: request.POST.get(f"{name}-{id_}", "") for id_ in ids}
        return sorted(
            (id_ for id_ in ids if places[id_].isascii() and places[id_].isdigit()),
            key=lambda id_: int(places[id_]),
        )
    if question["kind"] == "matching":
        chosen = {id_: request.POST.get(f"{name}-{id_}", "") for id_ in ids}
        return [f"{id_}={match}" for id_, match in chosen.items() if match]
    return [one for one in request.POST.getlist(name) if one.strip()]


def _graded(
    compiled: CompiledQuestions, asked: list[dict[str, Any]], response: dict[str, list[str]]
) -> Grade:
    key = read_key(compiled.key)
    return grade(response, {one["id"]: key[one["id"]] for one in asked})


def _tried(
    question: dict[str, Any],
    compiled: CompiledQuestions,
    response: dict[str, list[str]],
    grading: Grade | None,
) -> Tried:
    id_ = question["id"]
    key, given = read_key(compiled.key)[id_], response.get(id_, [])
    meant = [one.partition("=")[0] for one in found_among(given, key)] if grading else []
    return Tried(
        question=question,
        given=given,
        share=grading.marks[id_].share if grading else 0.0,
        is_answered=grading is not None,
        right=right_response(key),
        solution=_solution(question, right_response(key)),
        said=[compiled.feedback[one] for one in meant if one in compiled.feedback],
        explanation=compiled.feedback.get(id_, ""),
    )


def _solution(question: dict[str, Any], right: list[str]) -> list[str]:
    """What is right, in words, where marking the choices does not say it."""
    words = {one["id"]: one["text"] for one in question["choices"]}
    if question["kind"] == "matching":
        matches = {one["id"]: one["text"] for one in question["matches"]}
        pairs = [one.partition("=")[::2] for one in right]
        return [f"{words[left]} → {matches[match]}" for left, match in pairs]
    if question["kind"] == "ordering":
        return [words[one] for one in right]
    return [] if words else [escape(one) for one in right]
