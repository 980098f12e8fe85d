"""Writes an imported course into the draft, and says each thing it changed."""

from __future__ import annotations

from collections.abc import Iterator

from campus.accounts.models import Organisation
from campus.errors import Conflict

from ..authoring import mark_changed
from ..models import Course, CourseSkill, OldSlug, Skill, Work
from .fields import apply
from .matching import write_modules
from .media import write_media
from .shapes import ImportedCourse, ImportedSkill

_FIELDS = (
    "title", "summary", "language", "level", "authors", "licence", "licence_text", "source",
)  # fmt: skip


def write_draft(read: ImportedCourse, *, organisation: Organisation) -> tuple[Course, list[str]]:
    """The course and what changed, one line each; runs inside the caller's transaction.

    Raises Conflict if the course belongs to another organisation, or if its work already has
    another course in its language.
    """
    course = _find(read.slug)
    changes = []
    if course is None:
        course = _begin(read, organisation)
        changes.append(f"made the course “{read.title}” ({course.slug})")
    else:
        _refuse_foreign(course, read, organisation)
        changes += apply(course, {name: getattr(read, name) for name in _FIELDS}, "the course")
    parts = [
        *write_modules(course, read.modules),
        *write_media(course, read.media),
        *_write_skills(course, read.skills),
    ]
    if changes or parts:
        mark_changed(course)
    return course, changes + parts


def _find(slug: str) -> Course | None:
    """By its slug, or by one it had before an author changed it."""
    courses = Course.objects.select_for_update(of=("self",))
    old = OldSlug.objects.filter(slug=slug).values("course_id")
    return courses.filter(slug=slug).first() or courses.filter(pk__in=old).first()


def _begin(read: ImportedCourse, organisation: Organisation) -> Course:
    work, _is_new = Work.objects.get_or_create(key=read.work)
    other = work.courses.filter(language=read.language).first()
    if other is not None:
        raise Conflict(
            f"The work “{read.work}” has a course in “{read.language}” already, {other.slug}: "
            "give this course another `work:` or `language:` in course.yaml.",
            code="already_translated",
        )
    fields = {name: getattr(read, name) for name in _FIELDS}
    return Course.objects.create(work=work, organisation=organisation, slug=read.slug, **fields)


def _refuse_foreign(course: Course, read: ImportedCourse, organisation: Organisation) -> None:
    if course.organisation_id != organisation.id:
        raise Conflict(
            f"The course {course.slug} belongs to {course.organisation.name}: import into that "
            f"organisation (--organisation {course.organisation.slug}), or choose another `slug:`.",
            code="belongs_elsewhere",
        )
    taken = course.work.courses.filter(language=read.language).exclude(pk=course.pk).first()
    if taken is not None:
        raise Conflict(
            f"{course.slug} cannot be in “{read.language}”: {taken.slug} is, and both are of the "
            f"work “{course.work.key}”. Correct `language:` in course.yaml.",
            code="already_translated",
        )


def _write_skills(course: Course, skills: tuple[ImportedSkill, ...]) -> Iterator[str]:
    held = {one.skill.key: one for one in course.course_skills.select_related("skill")}
    for wanted in skills:
        row = held.pop(wanted.key, None)
        if row is None:
            skill, _is_new = Skill.objects.get_or_create(
                key=wanted.key, defaults={"title": wanted.title}
            )
            CourseSkill.objects.create(course=course, skill=skill, level=wanted.level)
            yield f"added the skill {wanted.key}"
        else:
            yield from apply(row, {"level": wanted.level}, f"the skill {wanted.key}")
    for key, row in held.items():
        row.delete()
        yield f"removed the skill {key}"
