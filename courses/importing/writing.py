"""Writes an imported course into the draft, and says each thing it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.audit.noting import note
from campus.errors import Conflict
from campus.markdown import Finding
from campus.markdown.findings import finding
from courses.drafting.authoring import change_slug, mark_changed, slug_belongs_elsewhere
from courses.models import Course, CourseSkill, OldSlug, Relation, Skill, Work
from courses.textform import names

from .drafting import Drafting, Step
from .fields import apply
from .findings import WORDING
from .media import Keep, write_media
from .shapes import ImportedCourse, ImportedSkill

_FIELDS = (
    "title", "summary", "language", "level", "authors", "licence", "licence_text", "source",
)  # fmt: skip


def find(read: ImportedCourse) -> Course | None:
    """By its id, by its slug, or by one it had before an author changed it."""
    courses = Course.objects.select_for_update(of=("self",)).select_related("organisation", "work")
    old = OldSlug.objects.filter(slug=read.slug).values("course_id")
    return (
        (courses.filter(pk=read.id).first() if read.id else None)
        or courses.filter(slug=read.slug).first()
        or courses.filter(pk__in=old).first()
    )


def write_draft(
    read: ImportedCourse,
    course: Course | None,
    *,
    organisation: Organisation,
    by: User | None,
    step: Step,
    keeping: Keep,
) -> tuple[Course, list[str], list[Finding]]:
    """The course, what changed, one line each, and what was found; inside a transaction.

    Raises Conflict if the course belongs to another organisation, or if its work already has
    another course in its language.
    """
    changes = []
    if course is None:
        course = _begin(read, organisation)
        made = _("made the course “{title}” ({slug})")
        changes.append(made.format(title=read.title, slug=course.slug))
    else:
        _refuse_foreign(course, read, organisation)
        changes += _rename(course, read)
        changes += apply(course, _facts(read), _("the course"))
    parts = [
        *Drafting(course, by=by, step=step).write(read.modules),
        *write_media(course, read.media, step=step, keeping=keeping),
        *_write_skills(course, read.skills),
    ]
    lines, findings = _write_relations(course, read)
    if changes or parts or lines:
        mark_changed(course)
        note(by=by, deed="course.imported", about=course, detail={"name": read.slug})
    return course, [*changes, *parts, *lines], findings


def _facts(read: ImportedCourse) -> dict[str, Any]:
    """A course that is archived stays so, unless it is restored where it was archived."""
    archived = {"archived_at": read.archived_at} if read.archived_at else {}
    return {name: getattr(read, name) for name in _FIELDS} | archived


def _begin(read: ImportedCourse, organisation: Organisation) -> Course:
    work, _is_new = Work.objects.get_or_create(key=read.work)
    other = work.courses.filter(language=read.language).first()
    if other is not None:
        detail = _(
            "The work “{work}” has a course in “{language}” already, {other}: "
            "give this course another `work:` or `language:` in course.yaml."
        )
        said = detail.format(work=read.work, language=read.language, other=other.slug)
        raise Conflict(said, code="already_translated")
    given = {"id": read.id} if read.id else {}
    return Course.objects.create(
        work=work, organisation=organisation, slug=read.slug, **given, **_facts(read)
    )


def _refuse_foreign(course: Course, read: ImportedCourse, organisation: Organisation) -> None:
    if course.organisation_id != organisation.id:
        detail = _(
            "The course {course} belongs to {owner}: import into that "
            "organisation (--organisation {slug}), or choose another `slug:`."
        )
        owner = course.organisation
        said = detail.format(course=course.slug, owner=owner.name, slug=owner.slug)
        raise Conflict(said, code="belongs_elsewhere")
    taken = course.work.courses.filter(language=read.language).exclude(pk=course.pk).first()
    if taken is not None:
        detail = _(
            "{course} cannot be in “{language}”: {other} is, and both are of the "
            "work “{work}”. Correct `language:` in course.yaml."
        )
        said = detail.format(
            course=course.slug, language=read.language, other=taken.slug, work=course.work.key
        )
        raise Conflict(said, code="already_translated")


def _rename(course: Course, read: ImportedCourse) -> Iterator[str]:
    """Only where the text states which course it is: else its slug is how it was found."""
    was, is_old = course.slug, course.old_slugs.filter(slug=read.slug).exists()
    if course.pk != read.id or read.slug == was or is_old:
        return
    if slug_belongs_elsewhere(read.slug, course):
        detail = _("{file}: another course has or had the address {slug}: choose another `slug:`.")
        raise Conflict(detail.format(file=names.MANIFEST, slug=read.slug), code="slug_taken")
    change_slug(course=course, slug=read.slug)
    course.slug = read.slug
    yield _("moved the course from {old} to {slug}").format(old=was, slug=read.slug)


def _write_skills(course: Course, skills: tuple[ImportedSkill, ...]) -> Iterator[str]:
    held = {one.skill.key: one for one in course.course_skills.select_related("skill")}
    for wanted in skills:
        row = held.pop(wanted.key, None)
        levels = {"level": wanted.level, "from_level": wanted.from_level}
        if row is None:
            skill, _is_new = Skill.objects.get_or_create(
                key=wanted.key, defaults={"title": wanted.title}
            )
            CourseSkill.objects.create(course=course, skill=skill, **levels)
            yield _("added the skill {key}").format(key=wanted.key)
        else:
            yield from apply(row, levels, _("the skill {key}").format(key=wanted.key))
    for key, row in held.items():
        row.delete()
        yield _("removed the skill {key}").format(key=key)


def _write_relations(course: Course, read: ImportedCourse) -> tuple[list[str], list[Finding]]:
    """What is not said is left; a work that is not here cannot be related to."""
    if read.relations is None:
        return [], []
    works = {one.key: one for one in Work.objects.filter(key__in={w for _k, w in read.relations})}
    unknown = sorted({work for _kind, work in read.relations} - set(works))
    found = [finding(WORDING, "relation_unknown", path=names.MANIFEST, work=w) for w in unknown]
    wanted = {(kind, work) for kind, work in read.relations if work in works}
    held = {(one.kind, one.work.key) for one in course.relations.select_related("work")}
    if held == wanted:
        return [], found
    course.relations.all().delete()
    Relation.objects.bulk_create(
        Relation(course=course, kind=kind, work=works[work]) for kind, work in sorted(wanted)
    )
    return [_("changed the relations of the course")], found
