"""Owns going back: an older release is published again as it was, whatever the draft says."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import Conflict
from courses.models import Course, CourseRelease, ReleaseLesson
from courses.releases.comparing import changes_since
from courses.releases.releasing import locked, make_current, next_number, refer


@transaction.atomic
def roll_back(*, release: CourseRelease, by: User | None, note: str = "") -> CourseRelease:
    """Publish the rows of an older release as the newest one; the draft and learners stay.

    Raises Conflict if that is what is current already.
    """
    course = locked(release.course)
    current = course.current_release
    if current is None or is_the_same(release, current):
        detail = _("Publication {number} is what readers see now: there is nothing to go back to.")
        raise Conflict(detail.format(number=release.number), code="is_current")
    restored = _write(course, release, by, note)
    told = {"number": restored.number, "restores": release.number}
    note_deed(by=by, deed="release.restored", about=course, detail=told)
    make_current(course, restored)
    return restored


def is_the_same(release: CourseRelease, current: CourseRelease) -> bool:
    is_same_outline = release.outline_id == current.outline_id
    return is_same_outline and changes_since(current, release.lessons.all()).are_none


def _write(course: Course, old: CourseRelease, by: User | None, note: str) -> CourseRelease:
    release = CourseRelease.objects.create(
        course=course,
        number=next_number(course),
        outline_id=old.outline_id,
        source_id=old.source_id,
        restores=old,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )
    rows = [_copy(row, release) for row in old.lessons.all()]
    ReleaseLesson.objects.bulk_create(rows, batch_size=500)
    refer(release, set(old.blobs.values_list("blob_id", flat=True)))
    return release


def _copy(row: ReleaseLesson, release: CourseRelease) -> ReleaseLesson:
    """The lesson as that release said it, not as it was corrected since."""
    row.pk, row.release, row.corrected_by = None, release, None
    row._state.adding = True
    return row
