"""Owns the pages behind a signed link: what learners would read, for whoever was sent the link."""

import secrets
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.errors import NotFound
from campus.web.pages import Audience, page, person_of
from courses.drafting import reviewing
from courses.models import Lesson
from courses.quizzes.asking import questions_shown
from courses.quizzes.results import asked_by_chance
from courses.releases import previews
from courses.releases.previews import Preview, find_preview
from courses.rest.blobs import SANDBOX, SHOWN, answered


@page(Audience.ANYONE)
def one(request: HttpRequest, token: str) -> HttpResponse:
    preview = find_preview(token)
    context = _context(preview) | _said_by_her(request, preview)
    return _kept_by_nobody(render(request, "web/preview.html", context))


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
    context |= _said_by_her(request, preview, lesson)
    return _kept_by_nobody(render(request, "web/preview_lesson.html", context))


@page(Audience.SIGNED_IN, "POST")
def comment(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever was sent the link and says who she is reviews the draft; its authors read it."""
    preview = find_preview(token)
    lesson = _lesson_spoken_of(preview, request.POST.get("lesson", ""))
    text = request.POST.get("text", "")
    reviewing.comment(course=preview.course, lesson=lesson, by=person_of(request), text=text)
    messages.success(request, _("Thank you: the authors of the course read your comment."))
    if lesson:
        return redirect("web:preview-lesson", token, lesson.pk)
    return redirect("web:preview", token)


def _lesson_spoken_of(preview: Preview, given: str) -> Lesson | None:
    if not given:
        return None
    try:
        found = Lesson.objects.filter(module__course=preview.course, pk=UUID(given)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(_("This preview holds no such lesson."))
    return found


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


def _said_by_her(
    request: HttpRequest, preview: Preview, lesson: UUID | None = None
) -> dict[str, Any]:
    """Her own comments: what others said is the authors' to read."""
    if not isinstance(request.user, User):
        return {"comments": []}
    rows = reviewing.comments_on(preview.course).filter(author=request.user)
    return {"comments": rows.filter(lesson=lesson) if lesson else rows.filter(lesson=None)}


def _kept_by_nobody(response: HttpResponse) -> HttpResponse:
    """No cache, no search engine: the link alone opens it, and only for its days."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
