"""Owns which right answers everybody was told, and by which ones somebody is graded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from campus.errors import Conflict
from courses.compiling.drafts import Draft, DraftLesson
from courses.compiling.lessons import LessonBytes
from courses.models import CourseRelease, ReleaseLesson

# What a quiz says of its mode where it is the usual one: nothing.
_GRADED = Q(quiz__isnull=True) | Q(quiz__mode__isnull=True) | Q(quiz__mode="graded")
_TOLD = Q(quiz__mode="practice", questions__isnull=False)


def telling_releases(course: UUID, questions: Collection[str]) -> Mapping[str, int]:
    """By question, the newest release that told everybody what is right; one query.

    What was practice is public for as long as its release, whatever the quiz has become.
    """
    return _releases(course, questions, _TOLD)


def grading_releases(course: UUID, questions: Collection[str]) -> Mapping[str, int]:
    """By question, the newest release that grades it; one query."""
    return _releases(course, questions, _GRADED)


def _releases(course: UUID, questions: Collection[str], condition: Q) -> dict[str, int]:
    if not questions:
        return {}
    rows = ReleaseLesson.objects.filter(condition, release__course=course, kind="quiz")
    found = rows.filter(key__has_any_keys=list(questions)).order_by("release__number")
    return {
        question: number
        for key, number in found.values_list("key", "release__number")
        for question in key or ()
    }


def known_keys(draft: Draft, made: Iterable[LessonBytes]) -> Iterator[tuple[str, DraftLesson, int]]:
    """What a draft grades though it was told, or tells though it is graded, and by which release.

    Two queries at most, however many quizzes.
    """
    compiled = {one.lesson.lesson: one.lesson for one in made if one.lesson.questions}
    asked = {id_: set(one.questions.key) for id_, one in compiled.items() if one.questions}
    quizzes = [lesson for lesson in draft.lessons if lesson.id in asked]
    graded = [one for one in quizzes if one.quiz.mode == "graded"]
    public = [one for one in quizzes if one not in graded and compiled[one.id].public]
    for code, lessons, releases in (
        ("key_was_public", graded, telling_releases),
        ("key_becomes_public", public, grading_releases),
    ):
        numbers = releases(draft.id, {id_ for one in lessons for id_ in asked[one.id]})
        for lesson in lessons:
            if found := [numbers[id_] for id_ in asked[lesson.id] if id_ in numbers]:
                yield code, lesson, max(found)


def refuse_told_keys(release: CourseRelease) -> None:
    """Raises Conflict for a release that grades what another one told everybody."""
    graded = list(release.lessons.filter(_GRADED, kind="quiz"))
    asked = {question for row in graded for question in row.key or {}}
    told = telling_releases(release.course_id, asked)
    for row in graded:
        if number := max((told.get(question, 0) for question in row.key or {}), default=0):
            detail = _(
                "“{lesson}” was graded then, and release {number} told everybody its right "
                "answers: ask other questions in the draft, then publish it."
            )
            said = detail.format(lesson=row.title, number=number)
            raise Conflict(said, code="key_was_public")
