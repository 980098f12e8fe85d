"""Owns publication: a draft becomes an immutable, numbered release, or stays as it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import Invalid

from .comparing import changes_since
from .compiling import CompiledRelease, compile_course
from .models import Course, CourseRelease
from .releasing import locked, make_current, row_of, write_release


@transaction.atomic
def publish(*, course: Course, by: User | None, note: str = "", stamp: str = "") -> CourseRelease:
    """Compile the draft into the next release; learners stay on theirs.

    A draft that compiles to what is current answers the current release. Raises Invalid for
    a course without any lesson, Conflict for a draft that is no longer the one that was looked
    at, by its `releasing.stamp_of`.
    """
    course = locked(course, stamp=stamp)
    compiled = compile_course(course)
    refuse_empty(compiled)
    current = course.current_release
    if current and is_current(compiled, current):
        return current
    release = write_release(course, compiled, by=by, note=note)
    make_current(course, release)
    note_deed(by=by, deed="release.published", about=course, detail={"number": release.number})
    return release


def refuse_empty(compiled: CompiledRelease) -> None:
    if not compiled.lessons:
        raise Invalid(_("Write at least one lesson, then publish."), code="no_lessons")


def is_current(compiled: CompiledRelease, current: CourseRelease) -> bool:
    """Whether readers, the fold and the grading would find nothing changed."""
    is_same_outline = compiled.outline.digest == current.outline_id
    return is_same_outline and changes_since(current, map(row_of, compiled.lessons)).are_none
