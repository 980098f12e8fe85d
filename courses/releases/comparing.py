"""Owns what is the same and what is not between the lessons of two releases, or of the draft."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import CourseRelease, ReleaseLesson

# What a lesson says to its readers, and what it counts by.
WORDS = ("blob_id", "questions_id", "asked_id", "feedback")
RULES = ("kind", "minutes", "move_on", "mastery", "quiz", "key")


def is_told_alike(one: ReleaseLesson, other: ReleaseLesson) -> bool:
    """Whether text, questions and rules are the same; the title may be another."""
    return _equal(one, other, (*WORDS, *RULES))


def is_read_alike(one: ReleaseLesson, other: ReleaseLesson) -> bool:
    return _equal(one, other, ("title", *WORDS))


def _equal(one: ReleaseLesson, other: ReleaseLesson, names: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


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


def changes_since(release: CourseRelease | None, lessons: Iterable[ReleaseLesson]) -> Changes:
    """What these lessons, saved or not, would change for the readers of the release."""
    rows = release.lessons.all() if release else ReleaseLesson.objects.none()
    before = {row.lesson_id: row for row in rows}
    after = {row.lesson_id: row for row in lessons}
    changed = [
        row.title
        for id_, row in after.items()
        if id_ in before
        and not (is_told_alike(before[id_], row) and before[id_].title == row.title)
    ]
    return Changes(
        added=tuple(row.title for id_, row in after.items() if id_ not in before),
        changed=tuple(changed),
        removed=tuple(row.title for id_, row in before.items() if id_ not in after),
        same=len(before.keys() & after.keys()) - len(changed),
    )
