"""Owns the preview's answer: a lesson's text as it would be published, and what was found."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language

from campus.errors import CampusError
from courses import compiling
from courses.models import Lesson


def preview(request: HttpRequest, lesson: Lesson) -> JsonResponse:
    """What `text` would be; the lesson itself is not touched. A refusal is said, not shown."""
    try:
        shown = compiling.preview(lesson, source=request.POST.get("text", ""))
    except CampusError as error:
        return JsonResponse({"html": "", "findings": [error.detail]})
    language = get_language() or "fr"
    said = [f"{found.line}: {found.said(language)}" for found in shown.findings]
    answer = JsonResponse({"html": shown.html, "findings": said})
    answer["Cache-Control"] = "no-store"
    return answer
