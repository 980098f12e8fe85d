"""Owns what pages of questions answer: the editor alone for a script, a preview, a conflict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campus.errors import CampusError
from campus.markdown import Finding
from courses.compiling.asking import preview_questions
from courses.drafting import editing
from courses.models import Lesson, QuestionBank
from courses.outlines import AskedQuestion
from courses.quizform.shapes import WrittenQuestion
from courses.quizform.writing import write_quiz
from courses.quizzes.asking import questions_shown

from .questioneditor import Editor

EDITOR = "courses/admin/questions/editor.html"


def wants_part(request: HttpRequest) -> bool:
    """Whether a script asks for the editor alone."""
    return request.headers.get("X-Part") == "editor"


def part(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    answer = render(request, EDITOR, context)
    answer["Cache-Control"] = "no-store"
    return answer


def preview(request: HttpRequest, owner: Lesson | QuestionBank, editor: Editor) -> JsonResponse:
    """What learners will see of the questions as they are typed; what is missing is said."""
    html, said = "", []
    try:
        questions = editor.questions()
        compiled, findings = preview_questions(owner, questions, address_of=_address(owner))
        asked = msgspec.convert(compiled.asked, list[AskedQuestion]) if compiled else []
        shown = {"questions": questions_shown(asked, {})}
        html = render_to_string("courses/admin/questions/asked.html", shown)
        said = _said(findings)
    except CampusError as error:
        editor.refuse(error)
        said = editor.said
    answer = JsonResponse({"html": html, "findings": said})
    answer["Cache-Control"] = "no-store"
    return answer


def _said(findings: Sequence[Finding]) -> list[str]:
    language = get_language() or "fr"
    return list(dict.fromkeys(one.said(language) for one in findings))


def _address(owner: Lesson | QuestionBank) -> Callable[[str], str]:
    """A draft's files are not public: the admin shows them to whoever may see the course."""
    if isinstance(owner, QuestionBank):
        return lambda digest: f"/api/v1/blobs/{digest}"
    return draft_files(owner)


def draft_files(lesson: Lesson) -> Callable[[str], str]:
    course = lesson.module.course_id
    return lambda digest: reverse("admin:courses_media_bytes", args=[course, digest])


def compared(
    theirs: Sequence[WrittenQuestion], editor: Editor, *, by: str, at: Any
) -> dict[str, Any]:
    """Both texts, and where they differ."""
    hers = (
        editor.text if editor.as_text else write_quiz(editor.questions(), language=editor.language)
    )
    text = write_quiz(theirs, language=editor.language)
    lines = editing.difference(text, hers)
    return {"by": by, "at": at, "theirs": text, "lines": lines}


def said_in_short(count: int) -> str:
    return _("Saved. The quiz has {count} questions of its own.").format(count=count)
