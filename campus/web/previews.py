"""Owns the pages behind a signed link: what learners would read, for whoever was sent the link."""

import secrets
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campus.web.pages import Audience, page
from courses.quizzes.asking import questions_shown
from courses.quizzes.results import asked_by_chance
from courses.releases import previews
from courses.releases.previews import Preview, find_preview
from courses.rest.blobs import SANDBOX, SHOWN, answered


@page(Audience.ANYONE)
def one(request: HttpRequest, token: str) -> HttpResponse:
    preview = find_preview(token)
    return _kept_by_nobody(render(request, "web/preview.html", _context(preview)))


@page(Audience.ANYONE)
def lesson(request: HttpRequest, token: str, lesson: UUID) -> HttpResponse:
    preview = find_preview(token)
    text = previews.text_of(
        preview,
        lesson,
        file_address=lambda digest: reverse("preview-file", args=[token, digest]),
        lesson_address=lambda id_: reverse("web:preview-lesson", args=[token, id_]),
    )
    context = _context(preview, lesson) | {"text": text}
    asked = asked_by_chance(text.questions, text.rules, secrets.randbits(62))
    context["questions"] = questions_shown(asked, {})
    context["total"] = len(text.questions)
    return _kept_by_nobody(render(request, "web/preview_lesson.html", context))


@page(Audience.ANYONE)
def file(request: HttpRequest, token: str, digest: str) -> HttpResponse:
    """As the public door would hand it out, in parts too, but for no cache."""
    blob = previews.find_file(find_preview(token), digest)
    response = cast("HttpResponse", answered(request, blob))  # streamed, for a long film
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    if blob.media_type.split(";")[0] not in SHOWN:
        response["Content-Disposition"] = "attachment"
    return _kept_by_nobody(response)


def _context(preview: Preview, current: UUID | None = None) -> dict[str, Any]:
    modules = previews.outline_of(preview)
    lessons = [lesson for module in modules for lesson in module.lessons]
    place = next((n for n, one in enumerate(lessons) if one.id == current), 0)
    return {
        "preview": preview,
        "course": preview.course,
        "modules": modules,
        "lesson": lessons[place] if current and lessons else None,
        "before": lessons[place - 1] if current and place else None,
        "after": next(iter(lessons[place + 1 :]), None) if current else next(iter(lessons), None),
    }


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """No cache, no search engine: the link alone opens it, and only for its days."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
