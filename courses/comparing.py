"""Owns what publishing a draft would change for the readers of the current release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .compiling import CompiledLesson, CompiledRelease, asked_source
from .models import CourseRelease, ReleaseLesson


@dataclass(frozen=True, slots=True)
class Changes:
    """Titles of lessons; `same` counts those that keep their bytes and their rules."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    same: int

    @property
    def are_none(self) -> bool:
        return not (self.added or self.changed or self.removed)


def changes_since(release: CourseRelease | None, draft: CompiledRelease) -> Changes:
    rows = release.lessons.all() if release else ReleaseLesson.objects.none()
    before = {row.lesson_id: row for row in rows}
    after = {lesson.lesson: lesson for lesson in draft.lessons}
    changed = [
        after[id_].title for id_ in after if id_ in before and _differ(before[id_], after[id_])
    ]
    return Changes(
        added=tuple(lesson.title for id_, lesson in after.items() if id_ not in before),
        changed=tuple(changed),
        removed=_titles_missing(before, after),
        same=len(before.keys() & after.keys()) - len(changed),
    )


def _titles_missing(
    before: Mapping[UUID, ReleaseLesson], after: Mapping[UUID, Any]
) -> tuple[str, ...]:
    return tuple(row.title for id_, row in before.items() if id_ not in after)


def _differ(before: ReleaseLesson, after: CompiledLesson) -> bool:
    def facts(of: Any) -> tuple[Any, ...]:
        return (of.title, of.kind, of.minutes, of.move_on, of.mastery)

    blobs = (before.blob_id, before.questions_id) != (after.blob, after.public)
    return blobs or facts(before) != facts(after) or _asks_otherwise(before, after)


def _asks_otherwise(before: ReleaseLesson, after: CompiledLesson) -> bool:
    """Whether a quiz has other rules, another key, or says something else of an answer."""
    quiz = after.questions
    told = (quiz.rules, quiz.key, quiz.feedback) if quiz else (None, None, None)
    return (before.quiz, before.key, before.feedback) != told or before.asked_id != (
        asked_source(quiz).digest if quiz else None
    )
