"""What the texts of an imported course show when rendered: dead links, missing images, odd tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from campus.markdown import Finding, Resolve, TooMuch, render
from campus.markdown.findings import finding
from courses.linking import Shelf, look
from courses.models import Course
from courses.shelving import own, shelf_for

from .findings import WORDING
from .shapes import ImportedCourse, ImportedLesson


def check_texts(read: ImportedCourse, course: Course) -> Iterator[Finding]:
    """Findings with the lines of the files, against all courses that are there now."""
    lessons, media = own(course)
    texts = [(one.path, text) for one in read.lessons for text in one.texts()]
    shelf = shelf_for(texts, course.slug)
    shelf.add(lessons, media)
    for lesson in read.lessons:
        yield from _check(lesson, read.language, shelf.resolver(course.slug, lesson.path))
    yield from _unused(read, shelf, course.slug)


def _unused(read: ImportedCourse, shelf: Shelf, slug: str) -> Iterator[Finding]:
    used = {shelf.file(one.file, slug, one.path) for one in read.lessons}
    for lesson in read.lessons:
        references = (one for text in lesson.texts() for one in look(text).references)
        shown = [*(one.path for one in references), *(path for _, path in lesson.captions)]
        used |= {shelf.file(path, slug, lesson.path) for path in shown}
    paths = {one.path for one in used if one}
    for media in read.media:
        if media.path not in paths:
            yield finding(WORDING, "unused_file", path=media.path)


def _check(lesson: ImportedLesson, language: str, resolve: Resolve) -> Iterator[Finding]:
    """Of its text with lines, of the questions of a quiz with the file's name alone."""
    yield from _found(lesson, lesson.source, lesson.first_line, language, resolve)
    for question in lesson.questions:
        for text in question.texts():
            for one in _found(lesson, text, 1, language, resolve):
                yield replace(one, line=0)


def _found(
    lesson: ImportedLesson, text: str, first_line: int, language: str, resolve: Resolve
) -> Iterator[Finding]:
    try:
        yield from render(
            text, language=language, resolve=resolve, path=lesson.path, first_line=first_line
        ).findings
    except TooMuch as error:
        yield finding(WORDING, "text_refused", path=lesson.path, detail=error.detail)
