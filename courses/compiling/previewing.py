"""What learners would see of a lesson that is being written, by the renderer of the release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from campus.markdown import Rendered
from campus.markdown.allowing import sanitised

from ..kinds import KINDS
from ..linking import blob_address
from ..models import Lesson
from .drafts import Draft
from .lessons import material_of, rendered_lesson
from .reading import draft_lesson, read_draft


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
    draft = read_draft(lesson.module.course)
    draft.shelf.blob_address = address_of
    shown = draft_lesson(lesson)
    shown = shown if source is None else replace(shown, source=source)
    rendered = rendered_lesson(draft, shown)
    return replace(rendered, html=rendered.html + _element(draft, lesson))


def _element(draft: Draft, lesson: Lesson) -> str:
    kind, material = KINDS[lesson.kind], material_of(draft, draft_lesson(lesson))
    return "" if kind.lacks(material) else sanitised(kind.element(material))
