"""Owns publication: a draft becomes an immutable, numbered release, or stays as it is."""

from django.db import transaction

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from courses.compiling import CompiledRelease
from courses.models import Course, CourseRelease
from courses.releases.checking import Checked, check
from courses.releases.comparing import changes_since
from courses.releases.releasing import locked, make_current, row_of, write_release


@transaction.atomic
def publish(
    *, course: Course, by: User | None, note: str = "", checked: Checked | None = None
) -> CourseRelease:
    """Compile the draft into the next release; learners stay on theirs.

    A draft that compiles to what is current answers the current release. `checked` is the draft
    as it was looked at, which is then not compiled again. Raises Invalid for what the checklist
    says blocks, Conflict for a draft that is no longer the one that was looked at.
    """
    course = locked(course, stamp=checked.stamp if checked else "")
    compiled = (checked or check(course)).fit()
    current = course.current_release
    if current and is_current(compiled, current):
        return current
    release = write_release(course, compiled, by=by, note=note)
    note_deed(by=by, deed="release.published", about=course, detail={"number": release.number})
    make_current(course, release)
    return release


def is_current(compiled: CompiledRelease, current: CourseRelease) -> bool:
    """Whether readers, the fold and the grading would find nothing changed."""
    is_same_outline = compiled.outline.digest == current.outline_id
    return is_same_outline and changes_since(current, map(row_of, compiled.lessons)).are_none
