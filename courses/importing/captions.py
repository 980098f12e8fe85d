"""Writes which files caption a film, language by language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.models import Caption, Lesson

from .shapes import ImportedLesson


def write_captions(lesson: Lesson, wanted: ImportedLesson) -> Iterator[str]:
    held = {one.language: one for one in lesson.captions.all()}
    if {language: row.path for language, row in held.items()} == dict(wanted.captions):
        return
    lesson.captions.all().delete()
    Caption.objects.bulk_create(
        Caption(lesson=lesson, language=language[:8], path=path[:300])
        for language, path in wanted.captions
    )
    yield _("changed the captions of {path}").format(path=wanted.path)
