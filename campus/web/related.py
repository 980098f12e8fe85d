"""Owns what a course's page shows of other courses: what comes before, beside, instead of it."""

from typing import Any

from django.utils.translation import gettext_lazy

from courses.catalogue.relating import related
from courses.documents import ReleasedCourse
from courses.models import Relation

_TITLES = {
    Relation.Kind.PREREQUISITE: gettext_lazy("What to know before"),
    Relation.Kind.RELATED: gettext_lazy("Courses that go with it"),
    Relation.Kind.EQUIVALENT: gettext_lazy("Courses that count as the same"),
}


def beside(course: ReleasedCourse) -> dict[str, Any]:
    """One query, none for a course that speaks of no other."""
    found = related(course.relations, course.language)
    shelves = [(title, found[kind]) for kind, title in _TITLES.items() if kind in found]
    return {"related": shelves, "successors": found.get(Relation.Kind.SUCCESSOR, [])}
