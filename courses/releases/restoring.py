"""Owns going back: an older release is published again as it was, whatever the draft says.

Corrections that were made to it are taken back with it: what is written then corrects the last of
them, so that whoever they reached reads the older words again, and is reached by the next one.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit.noting import note as note_deed
from campus.errors import Conflict
from courses.models import Course, CourseRelease, ReleaseLesson
from courses.releases.comparing import changes_since, is_read_alike
from courses.releases.following import last_correction, lead_readers
from courses.releases.keys import refuse_told_keys
from courses.releases.releasing import locked, make_current, next_number, refer


@transaction.atomic
def roll_back(*, release: CourseRelease, by: User | None, note: str = "") -> CourseRelease:
    """Publish the rows of an older release as the newest one; the draft stays as it is.

    Learners stay on their releases. Raises Conflict if that is what everybody reads already, or
    if it grades what everybody was told since.
    """
    course = locked(release.course)
    current, corrected = course.current_release, last_correction(release)
    if current is None or all(is_the_same(release, one) for one in (current, corrected or current)):
        detail = _("Release {number} is what readers see now: there is nothing to go back to.")
        raise Conflict(detail.format(number=release.number), code="is_current")
    refuse_told_keys(release)
    restored = _write(course, release, corrected, by, note)
    if corrected:
        lead_readers(corrected, restored)
    told = {"number": restored.number, "restores": release.number}
    note_deed(by=by, deed="release.restored", about=course, detail=told)
    make_current(course, restored)
    return restored


def is_the_same(release: CourseRelease, current: CourseRelease) -> bool:
    is_same_outline = release.outline_id == current.outline_id
    return is_same_outline and changes_since(current, release.lessons.all()).are_none


def _write(
    course: Course,
    old: CourseRelease,
    corrected: CourseRelease | None,
    by: User | None,
    note: str,
) -> CourseRelease:
    release = CourseRelease.objects.create(
        course=course,
        number=next_number(course),
        outline_id=old.outline_id,
        source_id=old.source_id,
        corrects=corrected,
        restores=old,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )
    before = {row.lesson_id: row for row in corrected.lessons.all()} if corrected else {}
    rows = [_copy(row, release, before.get(row.lesson_id)) for row in old.lessons.all()]
    ReleaseLesson.objects.bulk_create(rows, batch_size=500)
    refer(release, set(old.blobs.values_list("blob_id", flat=True)))
    return release


def _copy(
    row: ReleaseLesson, release: CourseRelease, corrected: ReleaseLesson | None
) -> ReleaseLesson:
    """The lesson as that release said it, not as it was corrected since."""
    if corrected and not is_read_alike(corrected, row):
        row.corrected_at = release.published_at
    row.pk, row.release, row.corrected_by = None, release, None
    row._state.adding = True
    return row
