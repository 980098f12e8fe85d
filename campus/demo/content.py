"""The demo's courses: imported from their text form and published, as any course is."""

from collections.abc import Mapping
from pathlib import Path

from django.db.models import Sum

from campus.accounts.models import User
from campus.accounts.roles import campus_organisation
from courses.importing import import_course
from courses.models import Course, ReleaseLesson
from courses.publishing import publish

COURSES = Path(__file__).parent / "courses"


def load_courses(*, by: User) -> Mapping[str, Course]:
    """The courses by slug, each with a current release."""
    organisation = campus_organisation()
    imported = [
        import_course(folder, organisation=organisation).course
        for folder in sorted(COURSES.iterdir())
    ]
    for course in imported:
        publish(course=course, by=by)
    slugs = [course.slug for course in imported]
    found = Course.objects.select_related("current_release").filter(slug__in=slugs)
    return {course.slug: course for course in found}


def minutes_of(courses: Mapping[str, Course]) -> Mapping[str, int]:
    """By slug, how long the current release takes."""
    releases = [course.current_release_id for course in courses.values()]
    rows = ReleaseLesson.objects.filter(release__in=releases).values("release__course__slug")
    return dict(
        rows.annotate(minutes=Sum("minutes")).values_list("release__course__slug", "minutes")
    )
