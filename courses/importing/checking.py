"""What the texts of an imported course show when rendered: dead links, missing images, odd tags."""

from __future__ import annotations

from collections.abc import Iterator

from campus.markdown import Finding, Resolve, TooMuch, render
from campus.markdown.findings import finding

from ..models import Course
from ..shelving import own, shelf_for
from .findings import WORDING
from .shapes import ImportedCourse, ImportedLesson


def check_texts(read: ImportedCourse, course: Course) -> Iterator[Finding]:
    """Findings with the lines of the files, against all courses that are there now."""
    lessons, media = own(course)
    shelf = shelf_for({one.path: one.source for one in lessons}, course.slug)
    shelf.add(lessons, media)
    for lesson in read.lessons:
        yield from _check(lesson, read.language, shelf.resolver(course.slug, lesson.path))


def _check(lesson: ImportedLesson, language: str, resolve: Resolve) -> Iterator[Finding]:
    try:
        yield from render(
            lesson.source,
            language=language,
            resolve=resolve,
            path=lesson.path,
            first_line=lesson.first_line,
        ).findings
    except TooMuch as error:
        yield finding(WORDING, "text_refused", path=lesson.path, detail=error.detail)
