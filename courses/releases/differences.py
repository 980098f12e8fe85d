"""Owns what differs between two versions of a course: its facts, its order, lesson by lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.compiling.drafts import DraftLesson
from courses.compiling.sources import CourseSource
from courses.models import Course, Lesson, Quiz, Relation
from courses.quizform.writing import write_quiz
from courses.releases.differing import Line, lines
from courses.releases.versions import Version

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_FACTS = ("title", "summary", "level", "authors", "licence", "source", "licence_text")
_LESSON_FACTS = ("title", "kind", "minutes", "move_on", "mastery", "address", "file", "slug")
_QUIZ_FACTS = (
    "mode", "attempts_allowed", "time_limit_minutes", "shuffles_questions", "shuffles_choices",
    "shows_key", "is_team",
)  # fmt: skip
_CAPTIONS = gettext_lazy("captions")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text that differs, under the name that its author knows it by."""

    label: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class LessonDifference:
    id: UUID
    title: str
    state: str
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Difference:
    """`same` counts the lessons that are written as they were."""

    course: Sequence[Passage]
    order: Sequence[Line]
    lessons: Sequence[LessonDifference]
    same: int

    @property
    def is_none(self) -> bool:
        return not (self.course or self.order or self.lessons)

    def number(self, state: str) -> int:
        return sum(one.state == state for one in self.lessons)

    @property
    def counts(self) -> dict[str, int]:
        return {state: self.number(state) for state in (ADDED, CHANGED, REMOVED)}


def differences(before: Version | None, after: Version) -> Difference:
    """From one version to the other, in the order of the later one; None is before all."""
    order = list(after.lessons)
    gone = [id_ for id_ in before.lessons if id_ not in after.lessons] if before else []
    found = []
    for id_ in [*order, *gone]:
        was, now = before.lessons.get(id_) if before else None, after.lessons.get(id_)
        if difference := _of_lesson(was, now, after.course.language):
            found.append(difference)
    changed = {one.id for one in found}
    return Difference(
        course=list(_of_course(before.course if before else None, after.course)),
        order=lines(_order(before), _order(after), around=1),
        lessons=found,
        same=sum(id_ not in changed for id_ in order),
    )


def _of_lesson(
    was: DraftLesson | None, now: DraftLesson | None, language: str
) -> LessonDifference | None:
    passages = list(_passages(_texts(was, language), _texts(now, language)))
    lesson = now or was
    if not passages or lesson is None:
        return None
    state = CHANGED if was and now else ADDED if now else REMOVED
    return LessonDifference(lesson.id, lesson.title, state, passages)


def _of_course(was: CourseSource | None, now: CourseSource) -> Iterator[Passage]:
    yield from _passages(_course_texts(was), _course_texts(now))


def _passages(was: dict[str, str], now: dict[str, str]) -> Iterator[Passage]:
    for label in {**was, **now}:
        found = lines(was.get(label, ""), now.get(label, ""))
        if found:
            yield Passage(label, found)


def _course_texts(course: CourseSource | None) -> dict[str, str]:
    if course is None:
        return {}
    texts = {_name(Course, name): _value(Course, name, getattr(course, name)) for name in _FACTS}
    skills = [f"{one.key}: {one.from_level} → {one.level}" for one in course.skills]
    kinds = dict(Relation._meta.get_field("kind").flatchoices)
    related = [f"{kinds.get(kind, kind)}: {work}" for kind, work in course.relations]
    media = [f"{one.path} ({one.digest[:12]})" for one in sorted(course.media, key=_path)]
    texts[_("skills")] = "\n".join(skills)
    texts[_("relations")] = "\n".join(related)
    texts[_("files")] = "\n".join(media)
    return texts


def _path(media: Any) -> str:
    return str(media.path)


def _texts(lesson: DraftLesson | None, language: str) -> dict[str, str]:
    """By the name of each text of a lesson, the text; its rules are one, a line each."""
    if lesson is None:
        return {}
    return {
        _("settings"): "\n".join(_settings(lesson)),
        _name(Lesson, "source"): lesson.source,
        _name(Lesson, "transcript"): lesson.transcript,
        _("questions"): _questions(lesson, language),
    }


def _settings(lesson: DraftLesson) -> Iterator[str]:
    is_quiz = lesson.kind == Lesson.Kind.QUIZ
    for name in _LESSON_FACTS:
        value = _value(Lesson, name, getattr(lesson, name))
        if value and (name != "mastery" or is_quiz):
            yield f"{_name(Lesson, name)}: {value}"
    for language, path in lesson.captions:
        yield f"{_CAPTIONS} ({language}): {path}"
    if is_quiz:
        for name in _QUIZ_FACTS:
            yield f"{_name(Quiz, name)}: {_value(Quiz, name, getattr(lesson.quiz, name)) or '–'}"


def _questions(lesson: DraftLesson, language: str) -> str:
    """As their author would write them; then what is drawn from each bank."""
    texts = [write_quiz(lesson.questions, language=language)] if lesson.questions else []
    for draw in lesson.quiz.draws:
        told = _("{count} drawn from “{bank}”:").format(count=draw.count, bank=draw.title)
        texts += [f"# {told}", write_quiz(draw.questions, language=language)]
    return "\n\n".join(texts)


def _order(version: Version | None) -> str:
    """The outline as a text: modules, and below each its lessons."""
    if version is None:
        return ""
    rows = []
    for module in version.course.modules:
        rows.append(module.title)
        rows += [f"    {version.lessons[id_].title}" for id_ in module.lessons]
    return "\n".join(rows)


def _name(model: type[Any], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def _value(model: type[Any], name: str, value: Any) -> str:
    """A value as a form shows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = dict(model._meta.get_field(name).flatchoices).get(value, value)
    return "" if words is None else str(words)
