"""Owns what an author does to a draft besides typing: begin, add, archive, take away."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campus.accounts.models import Organisation, User
from campus.audit import noting
from campus.errors import Conflict
from courses.kinds import KINDS
from courses.models import Course, CourseRelease, Lesson, Module, OldSlug, Quiz, ReleaseLesson, Work

# Addresses beside those of courses.
RESERVED = frozenset({"suggestions"})
DraftItem = Course | Module | Lesson


@transaction.atomic
def begin_course(
    *,
    organisation: Organisation,
    title: str,
    language: str,
    translates: Course | None = None,
    by: User | None = None,
) -> Course:
    """A new draft, of a work of its own or of the one it translates.

    Raises Conflict if the work has a course in that language already.
    """
    slug = free_slug(title)
    work = translates.work if translates else Work.objects.create(key=slug)
    if work.courses.filter(language=language).exists():
        detail = _("“{course}” has a course in this language already: change that one instead.")
        raise Conflict(detail.format(course=title), code="already_translated")
    course = Course.objects.create(
        work=work, organisation=organisation, slug=slug, title=title, language=language
    )
    add_module(course=course, title=title)
    _note(by, "course.began", course)
    return course


def free_slug(title: str) -> str:
    """A slug from a title that no course, no work has and none ever had."""
    base = slugify(title)[:100] or "course"
    taken = {
        *RESERVED,
        *Course.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *OldSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *Work.objects.filter(key__startswith=base).values_list("key", flat=True),
    }
    return _first_free(base, taken)


def change_slug(*, course: Course, slug: str) -> None:
    """The old slug redirects for ever. Raises Conflict if another course has or had the new one."""
    was = Course.objects.values_list("slug", flat=True).get(pk=course.pk)
    if was == slug:
        return
    if slug_belongs_elsewhere(slug, course):
        raise Conflict(_("Another course has or had this address."), code="slug_taken")
    OldSlug.objects.filter(slug=slug).delete()
    OldSlug.objects.get_or_create(slug=was, defaults={"course": course})
    Course.objects.filter(pk=course.pk).update(slug=slug)


def slug_belongs_elsewhere(slug: str, course: Course) -> bool:
    if slug in RESERVED:
        return True
    others = Course.objects.filter(slug=slug).exclude(pk=course.pk)
    return others.exists() or OldSlug.objects.filter(slug=slug).exclude(course=course).exists()


@transaction.atomic
def add_module(*, course: Course, title: str, by: User | None = None) -> Module:
    last = course.modules.aggregate(last=Max("position"))["last"] or 0
    module = Module.objects.create(course=course, title=title, position=last + 1)
    mark_changed(course)
    _note(by, "module.added", module)
    return module


@transaction.atomic
def add_lesson(
    *, module: Module, title: str, kind: str = Lesson.Kind.ARTICLE, by: User | None = None
) -> Lesson:
    """A lesson at the end of a module; its path is what other lessons link to.

    What completes it, its kind says.
    """
    last = module.lessons.aggregate(last=Max("position"))["last"] or 0
    taken = Lesson.objects.filter(module__course_id=module.course_id)
    slug = _first_free(slugify(title)[:100] or kind, set(taken.values_list("slug", flat=True)))
    lesson = Lesson.objects.create(
        module=module,
        title=title,
        kind=kind,
        slug=slug,
        path=f"{slug}.md",
        position=last + 1,
        move_on=KINDS[kind].move_on,
    )
    if kind == Lesson.Kind.QUIZ:
        Quiz.objects.create(lesson=lesson)
    mark_changed(module.course)
    _note(by, "lesson.added", lesson)
    return lesson


@transaction.atomic
def archive(*, item: DraftItem, by: User | None = None) -> None:
    """Leave it out of the next release; what was released or recorded stays as it is."""
    item.archived_at = timezone.now()
    item.save(update_fields=["archived_at"])
    mark_changed(course_of(item))
    _note(by, "item.archived", item)


@transaction.atomic
def restore(*, item: DraftItem, by: User | None = None) -> None:
    item.archived_at = None
    item.save(update_fields=["archived_at"])
    mark_changed(course_of(item))
    _note(by, "item.restored", item)


@transaction.atomic
def remove(*, item: DraftItem, by: User | None = None) -> None:
    """Take away what never left the draft. Raises Conflict for anything ever released."""
    if was_released(item):
        raise Conflict(
            _("“{item}” has been published, so it is kept: archive it instead.").format(item=item),
            code="released",
        )
    mark_changed(course_of(item))
    _note(by, "item.removed", item)
    item.delete()


def _note(by: User | None, deed: str, item: DraftItem) -> None:
    """What an importer or the demo does for somebody is noted there, as a whole."""
    if by is not None:
        noting.note(by=by, deed=deed, about=item, within=course_of(item))


def was_released(item: DraftItem) -> bool:
    if isinstance(item, Course):
        return CourseRelease.objects.filter(course=item).exists()
    if isinstance(item, Module):
        return ReleaseLesson.objects.filter(lesson__module=item).exists()
    return ReleaseLesson.objects.filter(lesson=item).exists()


def course_of(item: DraftItem) -> Course:
    if isinstance(item, Lesson):
        return item.module.course
    return item.course if isinstance(item, Module) else item


def mark_changed(course: Course) -> None:
    """The draft differs from what is published; every write to a part of a course says so."""
    course.changed_at = timezone.now()
    course.save(update_fields=["changed_at"])


def _first_free(base: str, taken: set[str]) -> str:
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
