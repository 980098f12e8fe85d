"""Owns what everybody may see of courses: published ones, their releases and their blobs."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campus.errors import Fault, NotFound
from courses.files.blobs import Withdrawn
from courses.models import Blob, Course, CourseRelease, OldSlug, ReleaseBlob


def published() -> QuerySet[Course]:
    """Courses that have a release; an archived one stays readable and is no longer listed."""
    return Course.objects.filter(current_release__isnull=False)


def find_course(reference: str | UUID, *, pointer: str = "") -> Course:
    """A published course by id or slug; raises NotFound for a draft as for what is not there."""
    rows = published().select_related("current_release__outline", "organisation")
    course = rows.filter(by_reference(reference)).first()
    if course is None:
        detail = _("There is no such published course: look in the catalogue.")
        faults = [Fault(pointer, "not_found", detail)] if pointer else []
        raise NotFound(detail, faults=faults)
    return course


def moved_to(slug: str) -> str | None:
    """Today's slug of the course that once had this one, if it is published."""
    old = OldSlug.objects.filter(slug=slug, course__in=published())
    return old.values_list("course__slug", flat=True).first()


def find_release(course: Course, number: int) -> CourseRelease:
    """Any release of a published course; raises NotFound for a number it has not."""
    release = course.releases.select_related("outline").filter(number=number).first()
    if release is None:
        detail = _("This course has no release {number}: its current one is {current}.")
        current = course.current_release.number if course.current_release else 0
        raise NotFound(detail.format(number=number, current=current))
    return release


def find_blob(digest: str) -> Blob:
    """A blob that some release refers to; a draft's files stay hidden.

    Raises Withdrawn for one that campus staff took back.
    """
    released = Exists(ReleaseBlob.objects.filter(blob=OuterRef("pk")))
    blob = Blob.objects.filter(released, digest=digest).first()
    if blob is None:
        raise NotFound(_("There is no such published file."))
    if blob.withdrawn_at:
        day = date_format(blob.withdrawn_at, "DATE_FORMAT")
        raise Withdrawn(_("This file was withdrawn on {date}: drop it.").format(date=day))
    return blob


def by_reference(reference: str | UUID) -> Q:
    try:
        return Q(id=UUID(str(reference)))
    except ValueError:
        return Q(slug=reference)
