"""Owns taking a release back into the draft: nothing of what the draft had is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from courses.compiling.drafts import DraftLesson
from courses.compiling.reading import draft_lesson, with_parts
from courses.compiling.sources import CourseSource
from courses.drafting.attaching import describe
from courses.drafting.authoring import mark_changed
from courses.drafting.duplicating import duplicate_lesson
from courses.models import (
    Course,
    CourseRelease,
    CourseSkill,
    Lesson,
    Media,
    Module,
    Relation,
    Skill,
    Work,
)
from courses.releases.releasing import locked
from courses.releases.reverting_quizzes import restore_quiz
from courses.releases.versions import release_version

FACTS = ("title", "summary", "level", "authors", "licence", "licence_text", "source")


@transaction.atomic
def take_back(*, release: CourseRelease, by: User | None) -> Course:
    """The draft becomes what that release was written from; publishing stays a deed of its own.

    What the draft had meanwhile is archived: lessons and modules that the release lacks, and a
    copy of every lesson that was written since. Raises Conflict for a release without sources.
    """
    course = locked(release.course)
    version = release_version(release)
    now = timezone.now()
    _keep_what_was_written(version.lessons, now)
    _archive_the_rest(course, version.course, set(version.lessons), now)
    _restore_modules(course, version.course)
    for position, lesson in enumerate(version.in_order(), start=1):
        _restore_lesson(lesson, version.course, position, by)
    _restore_facts(course, version.course)
    mark_changed(course)
    note_deed(by=by, deed="draft.restored", about=course, detail={"number": release.number})
    return course


def _keep_what_was_written(lessons: Mapping[UUID, DraftLesson], now: datetime) -> None:
    """An archived copy of each lesson, archived or not, that the release says otherwise."""
    for row in list(with_parts(Lesson.objects.filter(pk__in=lessons).select_related("module"))):
        if draft_lesson(row) != lessons[row.pk]:
            copy = duplicate_lesson(lesson=row)
            Lesson.objects.filter(pk=copy.pk).update(archived_at=now)


def _archive_the_rest(
    course: Course, source: CourseSource, lessons: set[UUID], now: datetime
) -> None:
    live = Lesson.objects.filter(module__course=course, archived_at=None)
    live.exclude(pk__in=lessons).update(archived_at=now)
    modules = [module.id for module in source.modules]
    course.modules.filter(archived_at=None).exclude(pk__in=modules).update(archived_at=now)


def _restore_modules(course: Course, source: CourseSource) -> None:
    for position, module in enumerate(source.modules, start=1):
        Module.objects.update_or_create(
            pk=module.id,
            defaults={
                "course": course,
                "title": module.title,
                "position": position,
                "archived_at": None,
            },
        )


def _restore_lesson(
    lesson: DraftLesson, source: CourseSource, position: int, by: User | None
) -> None:
    (module,) = (one.id for one in source.modules if lesson.id in one.lessons)
    names = ("path", "permalink", "slug", "kind", "title", "source", "address", "file", "minutes")
    more = ("move_on", "mastery", "transcript")
    Lesson.objects.filter(pk=lesson.id).update(
        **{name: getattr(lesson, name) for name in (*names, *more)},
        module=module,
        position=position,
        archived_at=None,
        version=F("version") + 1,
        changed_by=by,
        changed_at=timezone.now(),
    )
    row = Lesson.objects.get(pk=lesson.id)
    row.captions.all().delete()
    for language, path in lesson.captions:
        row.captions.create(language=language, path=path)
    if lesson.kind == Lesson.Kind.QUIZ:
        restore_quiz(row, lesson)


def _restore_facts(course: Course, source: CourseSource) -> None:
    """The address of the course stays: it is no matter of one release."""
    for name in FACTS:
        setattr(course, name, getattr(source, name))
    course.save(update_fields=[*FACTS])
    CourseSkill.objects.filter(course=course).delete()
    skills = Skill.objects.in_bulk([one.key for one in source.skills], field_name="key")
    CourseSkill.objects.bulk_create(
        CourseSkill(
            course=course, skill=skills[one.key], from_level=one.from_level, level=one.level
        )
        for one in source.skills
        if one.key in skills
    )
    Relation.objects.filter(course=course).delete()
    works = Work.objects.in_bulk([key for _kind, key in source.relations], field_name="key")
    Relation.objects.bulk_create(
        Relation(course=course, kind=kind, work=works[key])
        for kind, key in source.relations
        if key in works
    )
    _restore_media(course, source)


def _restore_media(course: Course, source: CourseSource) -> None:
    """A file that came in the place of another since then goes on under a name beside it."""
    held = {one.path: one for one in course.media.all()}
    for wanted in source.media:
        there = held.get(wanted.path)
        if there is not None and there.blob_id != wanted.digest:
            there.path = _beside(wanted.path, set(held))
            there.save(update_fields=["path"])
            held[there.path] = there
        media, _is_new = Media.objects.update_or_create(
            course=course, path=wanted.path, defaults={"blob_id": wanted.digest}
        )
        describe(
            media=media,
            alt="" if wanted.is_decorative else wanted.alt,
            is_decorative=wanted.is_decorative,
            credit=wanted.credit,
            licence=wanted.licence,
        )


def _beside(path: str, taken: set[str]) -> str:
    stem, dot, ending = path.rpartition(".")
    number = 2
    while (
        name := f"{stem or path}-{number}{dot if stem else ''}{ending if stem else ''}"
    ) in taken:
        number += 1
    return name
