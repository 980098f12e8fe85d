"""Owns the trial of a draft quiz: asked as learners will be, graded as theirs, recorded nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from courses import compiling
from courses.compiling.asking import draft_asked
from courses.compiling.compiled import CompiledQuestions
from courses.models import Lesson
from courses.outlines import AskedQuestion
from courses.quizzes.answered import AnsweredQuestion, answered
from courses.quizzes.asking import questions_shown, response_in
from courses.quizzes.results import asked_by_chance, result_of
from courses.rules.grading import Grade, grade, read_key
from courses.rules.quizrules import QuizRules, read_rules

from .questionpages import draft_files


def try_page(request: HttpRequest, lesson: Lesson) -> HttpResponse:
    """Another draw and order at every visit; answers are graded with the draw they were for."""
    compiled, _shown = draft_asked(lesson, address_of=draft_files(lesson))
    seed = _seed(request.POST.get("seed", ""))
    asked = _asked(compiled, seed) if compiled else []
    response, grading = response_in(request.POST), None
    if compiled and request.method == "POST":
        grading = _graded(compiled, asked, response)
    context = {
        "lesson": lesson, "course": lesson.module.course, "seed": seed, "grade": grading,
        "questions": questions_shown(asked, response),
        "results": _answered(compiled, asked, response, grading) if compiled and grading else [],
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


def _asked(compiled: CompiledQuestions, seed: int) -> list[AskedQuestion]:
    """Drawn and turned as an attempt's are."""
    questions = msgspec.convert(compiled.asked, list[AskedQuestion])
    return asked_by_chance(questions, read_rules(compiled.rules), seed)


def _graded(
    compiled: CompiledQuestions, asked: Sequence[AskedQuestion], response: dict[str, list[str]]
) -> Grade:
    key = read_key(compiled.key)
    return grade(response, {str(one.id): key[str(one.id)] for one in asked})


def _answered(
    compiled: CompiledQuestions,
    asked: Sequence[AskedQuestion],
    response: Mapping[str, list[str]],
    grading: Grade,
) -> list[AnsweredQuestion]:
    """What an author must see is shown whatever the rules would tell learners."""
    key, found = read_key(compiled.key), []
    for one in asked:
        id_ = str(one.id)
        given = response.get(id_, [])
        result = result_of(id_, key[id_], given, grading.marks[id_], compiled.feedback)
        found.append(answered(one, given, result))
    return found
