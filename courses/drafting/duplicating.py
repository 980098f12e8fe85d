"""Owns copies of a draft's parts: deep, with ids of their own, never released, never linked to."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from campus.accounts.models import Organisation, User
from campus.audit import noting
from courses.drafting.authoring import free_slug, mark_changed
from courses.drafting.copying import copied_row, copy_rows, copy_rows_by
from courses.linking import bare
from courses.models import (
    Caption,
    Choice,
    Course,
    CourseSkill,
    Draw,
    Lesson,
    Media,
    Module,
    Question,
    Quiz,
    Relation,
    Work,
)

_DESTINATION = re.compile(r"(\]\(\s*<?|^\s*\[[^\]]+\]:\s*<?)(/[^)#?\s>]*)", re.M)


@transaction.atomic
def duplicate_lesson(*, lesson: Lesson, by: User | None = None) -> Lesson:
    """A copy right after the lesson, in the same module."""
    course = _locked(lesson.module.course_id)
    siblings = Lesson.objects.filter(module=lesson.module, position__gt=lesson.position)
    siblings.update(position=F("position") + 1)
    (copy,) = _copy_lessons(
        [lesson],
        into={lesson.module_id: lesson.module},
        slugs=_taken(course),
        title=copied_title(lesson.title, course.language),
        position=lesson.position + 1,
    )
    mark_changed(course)
    noting.note(by=by, deed="lesson.added", about=copy, within=course)
    return copy


@transaction.atomic
def duplicate_module(*, module: Module, by: User | None = None) -> Module:
    """A copy right after the module, with copies of its lessons that are not archived."""
    course = _locked(module.course_id)
    later = course.modules.filter(position__gt=module.position)
    later.update(position=F("position") + 1)
    title = copied_title(module.title, course.language)
    copy = copied_row(module, title=title[:200], position=module.position + 1)
    copy.save()
    lessons = module.lessons.filter(archived_at=None)
    _copy_lessons(lessons, into={module.pk: copy}, slugs=_taken(course))
    mark_changed(course)
    noting.note(by=by, deed="module.added", about=copy, within=course)
    return copy


@transaction.atomic
def duplicate_course(
    *,
    course: Course,
    title: str = "",
    organisation: Organisation | None = None,
    by: User | None = None,
) -> Course:
    """A draft of a work of its own with all that the course holds; files share their bytes."""
    title = title or copied_title(course.title, course.language)
    slug = free_slug(title)
    copy = copied_row(
        course,
        work=Work.objects.create(key=slug),
        slug=slug,
        title=title[:200],
        organisation=organisation or course.organisation,
        current_release=None,
        source_digest="",
    )
    copy.save()
    copy_rows(Media, course.media.all(), course=copy)
    copy_rows(CourseSkill, CourseSkill.objects.filter(course=course), course=copy)
    copy_rows(Relation, Relation.objects.filter(course=course), course=copy)
    _copy_modules(course, copy)
    noting.note(by=by, deed="course.duplicated", about=course)
    noting.note(by=by, deed="course.began", about=copy)
    return copy


def copied_title(title: str, language: str) -> str:
    """Titles belong to the course, so the word is in its language."""
    return f"{title} (copie)" if language.startswith("fr") else f"{title} (copy)"


def _copy_modules(course: Course, copy: Course) -> None:
    into = {one.pk: copied_row(one, course=copy) for one in course.modules.filter(archived_at=None)}
    Module.objects.bulk_create(into.values())
    lessons = Lesson.objects.filter(module__in=list(into), archived_at=None)
    own = dict(lessons.exclude(permalink="").values_list("permalink", "path"))
    copies = _copy_lessons(lessons, into=into, slugs=None)
    for one in copies:
        one.source = relinked(one.source, own)
    Lesson.objects.bulk_update(copies, ["source"], batch_size=100)


def relinked(source: str, paths: Mapping[str, str]) -> str:
    """Links by permalink as links by path: a permalink stays with the lesson that had it first."""
    known = {bare(permalink): path for permalink, path in paths.items() if path}

    def rewritten(found: re.Match[str]) -> str:
        path = known.get(bare(found[2]))
        return f"{found[1]}/{path}" if path else found[0]

    return _DESTINATION.sub(rewritten, source)


def _copy_lessons(
    lessons: Iterable[Lesson],
    *,
    into: Mapping[UUID, Module],
    slugs: set[str] | None,
    **changes: Any,
) -> list[Lesson]:
    """Copies in the modules that `into` gives; with `slugs` taken, under addresses of their own."""
    copies: dict[UUID, Lesson] = {}
    for lesson in lessons:
        named = {} if slugs is None else _free_address(lesson, slugs)
        module = into[lesson.module_id]
        copies[lesson.pk] = copied_row(lesson, module=module, permalink="", **(named | changes))
    Lesson.objects.bulk_create(copies.values(), batch_size=200)
    _copy_parts(copies)
    return list(copies.values())


def _copy_parts(lessons: Mapping[UUID, Lesson]) -> None:
    """Captions, the quiz with what it draws, its questions with their choices."""
    of = {"lesson__in": list(lessons)}
    copy_rows_by(Caption, Caption.objects.filter(**of), lesson=lessons)
    quizzes = copy_rows_by(Quiz, Quiz.objects.filter(**of), lesson=lessons)
    copy_rows_by(Draw, Draw.objects.filter(quiz__in=list(quizzes)), quiz=quizzes)
    questions = copy_rows_by(Question, Question.objects.filter(**of), lesson=lessons)
    copy_rows_by(Choice, Choice.objects.filter(question__in=list(questions)), question=questions)


def _free_address(lesson: Lesson, taken: set[str]) -> dict[str, str]:
    """A slug and a path beside the original's, so that relative links still lead where they did."""
    base = (lesson.slug or slugify(lesson.title) or lesson.kind)[:100]
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    slug = f"{base}-{number}"
    taken.add(slug)
    return {"slug": slug, "path": posixpath.join(posixpath.dirname(lesson.path), f"{slug}.md")}


def _taken(course: Course) -> set[str]:
    """Slugs and the names of files in any folder: a new name is free as both."""
    rows = Lesson.objects.filter(module__course=course).values_list("slug", "path")
    return {name for slug, path in rows for name in (slug, posixpath.basename(path)[:-3])}


def _locked(course_id: UUID) -> Course:
    return Course.objects.select_for_update(of=("self",)).get(pk=course_id)
