"""Owns the answers to a quiz: sending them, and the page that says what was right and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.records.models import LearningRecord
from campus.web.lesson import enrolment_in, lesson_context
from campus.web.pages import Audience, page, person_of
from campus.web.recording import record_said
from courses.documents import find_lesson, lesson_document
from courses.grading import QuestionKey, grade, read_key
from courses.models import Enrolment, ReleaseLesson
from courses.outlines import AskedQuestion

FIELD = "question-"


@page(Audience.SIGNED_IN, "POST")
def answer(request: HttpRequest, slug: str, lesson: UUID) -> HttpResponse:
    """Store the answers, graded in the same transaction, and show what became of them."""
    enrolment = enrolment_in(request, slug)
    response = {
        name.removeprefix(FIELD): request.POST.getlist(name)
        for name in request.POST
        if name.startswith(FIELD)
    }
    record = record_said(
        request, enrolment=enrolment, lesson=lesson, verb="answered", result={"response": response}
    )
    return redirect("web:attempt", slug=slug, lesson=lesson, record=record)


@page(Audience.SIGNED_IN)
def attempt(request: HttpRequest, slug: str, lesson: UUID, record: UUID) -> HttpResponse:
    """My graded answers; nobody else's are found, and the key is shown only after answering."""
    enrolment = enrolment_in(request, slug)
    response = _response(enrolment, lesson, record)
    row = find_lesson(lesson, person=person_of(request))
    document = lesson_document(row)
    context = lesson_context(request, row, document)
    context["attempt"] = graded(row, document.questions or [], response)
    return render(request, "web/attempt.html", context)


@dataclass(frozen=True, slots=True)
class AnsweredChoice:
    text: str
    is_chosen: bool
    is_right: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    prompt: str
    is_right: bool
    choices: list[AnsweredChoice]
    explanation: str


@dataclass(frozen=True, slots=True)
class Attempt:
    right: int
    total: int
    mastery: float
    is_passed: bool
    results: list[AnsweredQuestion]


def graded(
    row: ReleaseLesson, asked: list[AskedQuestion], response: Mapping[str, list[str]]
) -> Attempt:
    """The answers beside the key and the feedback of the release that was read."""
    key, feedback = read_key(row.key), row.feedback or {}
    grading = grade(response, key)
    results = [_answered(question, key, response, feedback) for question in asked]
    return Attempt(
        right=grading.right,
        total=grading.questions,
        mastery=row.mastery,
        is_passed=grading.is_mastered(row.mastery),
        results=results,
    )


def _answered(
    question: AskedQuestion,
    key: Mapping[str, QuestionKey],
    response: Mapping[str, list[str]],
    feedback: Mapping[str, str],
) -> AnsweredQuestion:
    keyed = key.get(str(question.id))
    right = set(keyed.right) if keyed else set()
    chosen = set(response.get(str(question.id), ()))
    return AnsweredQuestion(
        prompt=question.prompt,
        is_right=chosen == right,
        choices=[
            AnsweredChoice(
                text=choice.text,
                is_chosen=str(choice.id) in chosen,
                is_right=str(choice.id) in right,
                feedback=feedback.get(str(choice.id), ""),
            )
            for choice in question.choices
        ],
        explanation=feedback.get(str(question.id), ""),
    )


def _response(enrolment: Enrolment, lesson: UUID, record: UUID) -> dict[str, list[str]]:
    found = LearningRecord.objects.filter(
        registration=enrolment.registration, object=lesson, id=record, verb="answered"
    ).first()
    if found is None or found.statement is None:
        raise NotFound(_("There are no such answers of yours."))
    statement: dict[str, Any] = json.loads(found.statement)
    response: dict[str, list[str]] = statement["result"]["extensions"][
        f"{settings.CAMPUS_IRI}/x/response"
    ]
    return response
