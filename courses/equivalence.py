"""Owns which other works a release says are as good as its own."""

from uuid import UUID

from courses.documents import release_document
from courses.models import CourseRelease, Relation, Work

_AS_GOOD = (Relation.Kind.EQUIVALENT, Relation.Kind.SUCCESSOR)


def works_as_good(release: CourseRelease) -> list[UUID]:
    """Those that count as the same or replace it, in a lasting order; two queries."""
    relations = release_document(release.course, release).relations
    said = [one.work for one in relations if one.kind in _AS_GOOD]
    return list(Work.objects.filter(key__in=said).order_by("id").values_list("id", flat=True))
