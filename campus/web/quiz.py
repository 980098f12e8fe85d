"""Owns the pages of a quiz: sending answers, attempts under way, and what became of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campus.errors import Conflict
from campus.web.lesson import enrolment_in, lesson_context
from campus.web.pages import Audience, page, person_of
from campus.web.recording import record_said
from courses.documents import find_lesson, lesson_document
from courses.models import Attempt
from courses.quizzes import attempting
from courses.quizzes.answered import answered_questions
from courses.quizzes.asking import questions_shown, response_in, response_to
from courses.quizzes.tried import AttemptDocument, attempt_document, find_attempt


@page(Audience.SIGNED_IN, "POST")
def answer(request: HttpRequest, slug: str, lesson: UUID) -> HttpResponse:
    """Store the answers, graded in the same transaction, and show what became of them."""
    record = record_said(
        request,
        enrolment=enrolment_in(request, slug),
        lesson=lesson,
        verb="answered",
        result={"response": response_in(request.POST)},
    )
    return redirect("web:attempt", slug=slug, lesson=lesson, record=record)


@page(Audience.SIGNED_IN, "POST")
def begin(request: HttpRequest, slug: str, lesson: UUID) -> HttpResponse:
    """Begin an attempt, go on with the open one, or join a team's by its code."""
    enrolment = enrolment_in(request, slug)
    code = request.POST.get("code", "").strip()[:20]
    attempt, _is_new = attempting.begin(
        person=person_of(request), quiz=lesson, enrolment=enrolment.id, code=code
    )
    return _to(slug, attempt)


@page(Audience.SIGNED_IN)
def attempt(request: HttpRequest, slug: str, lesson: UUID, record: UUID) -> HttpResponse:
    """My attempt: to go on with, or its result; nobody else's is found."""
    enrolment_in(request, slug)
    person = person_of(request)
    document = attempt_document(person, find_attempt(person, lesson, record))
    row = find_lesson(lesson, person=person)
    context = lesson_context(request, row, lesson_document(row))
    context |= _under_way(document) if document.result is None else _result(document)
    template = "web/attempt_open.html" if document.result is None else "web/attempt.html"
    return render(request, template, context)


@page(Audience.SIGNED_IN, "POST")
def save(request: HttpRequest, slug: str, lesson: UUID, record: UUID) -> HttpResponse:
    """Keep the answers, without the script that does so at each change."""
    person = person_of(request)
    mine = find_attempt(person, lesson, record)
    answers = response_to(request.POST, mine)
    if mine.submitted_at is None:
        attempting.save(person=person, quiz=lesson, attempt=mine.id, answers=answers)
    return _to(slug, mine)


@page(Audience.SIGNED_IN, "POST")
def submit(request: HttpRequest, slug: str, lesson: UUID, record: UUID) -> HttpResponse:
    """Hand in; whoever comes too late is shown what counted instead."""
    person = person_of(request)
    mine = find_attempt(person, lesson, record)
    answers = response_to(request.POST, mine)
    try:
        attempting.submit(person=person, quiz=lesson, attempt=mine.id, answers=answers)
    except Conflict as conflict:
        if conflict.code != "time_over":
            raise
    return _to(slug, mine)


def _to(slug: str, attempt: Attempt) -> HttpResponse:
    return redirect("web:attempt", slug=slug, lesson=attempt.lesson_id, record=attempt.id)


def _under_way(document: AttemptDocument) -> dict[str, Any]:
    return {
        "attempt": document,
        "code": _spelled(document.team.code) if document.team else "",
        "asked": questions_shown(document.questions, document.answers),
    }


def _result(document: AttemptDocument) -> dict[str, Any]:
    assert document.result is not None
    results = answered_questions(document)
    return {
        "attempt": document,
        "result": document.result,
        "is_told": document.result.questions is not None,
        "right": sum(one.verdict == "right" for one in results),
        "results": results,
        "may_try_again": document.attempts_left != 0,
    }


def _spelled(code: str) -> str:
    """In halves, as it is read out: ABCD-EFGH."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
