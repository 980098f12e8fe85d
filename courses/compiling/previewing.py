"""What learners would see of a lesson that is being written, by the renderer of the release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from campus.markdown import Rendered
from campus.markdown.allowing import sanitised
from courses.kinds import KINDS
from courses.linking import blob_address
from courses.models import Course, Lesson
from courses.shelving import shelf_of_one

from .drafts import Draft, DraftLesson
from .lessons import material_of, rendered_lesson
from .reading import draft_lesson


def preview(
    lesson: Lesson,
    *,
    source: str | None = None,
    address_of: Callable[[str], str] = blob_address,
) -> Rendered:
    """The lesson rendered, from `source` if it is not saved yet; unfit lessons are shown as well.

    `address_of` gives the address of a file by its digest: a draft's files are not public.
    Raises TooMuch for a text beyond the limits.
    """
    shown = draft_lesson(lesson)
    shown = shown if source is None else replace(shown, source=source)
    draft = _draft_of_one(lesson.module.course, shown)
    draft.shelf.blob_address = address_of
    rendered = rendered_lesson(draft, shown)
    return replace(rendered, html=rendered.html + _element(draft, shown))


def _draft_of_one(course: Course, lesson: DraftLesson) -> Draft:
    """As much of the draft as one lesson shows: rendering asks for nothing else."""
    shelf = shelf_of_one(
        course, [(lesson.path, text) for text in (lesson.source, lesson.transcript)]
    )
    return Draft(
        id=course.id, work="", slug=course.slug, language=course.language, title=course.title,
        summary="", level=course.level, authors="", licence="", licence_text="", source="",
        modules=(), shelf=shelf,
    )  # fmt: skip


def _element(draft: Draft, lesson: DraftLesson) -> str:
    kind, material = KINDS[lesson.kind], material_of(draft, lesson)
    return "" if kind.lacks(material) else sanitised(kind.element(material))
