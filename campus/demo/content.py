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
# The folders in the order they come in: the catalogue shows the newest first.
SLUGS = (
    "behavioural-insights",
    "service-design",
    "sciences-comportementales",
    "langage-clair",
    "conduire-un-projet",
    "design-de-service",
)


def load_courses(*, by: User) -> Mapping[str, Course]:
    """The courses by slug, each with a current release; what is there already stays as it is.

    All are imported before the first is published: they link to each other.
    """
    organisation = campus_organisation()
    known = set(Course.objects.filter(slug__in=SLUGS).values_list("slug", flat=True))
    for slug in SLUGS:
        if slug not in known:
            import_course(COURSES / slug, organisation=organisation)
    for course in Course.objects.filter(slug__in=SLUGS, current_release=None).order_by("id"):
        publish(course=course, by=by)
    found = Course.objects.select_related("current_release").filter(slug__in=SLUGS)
    return {course.slug: course for course in found}


def minutes_of(courses: Mapping[str, Course]) -> Mapping[str, int]:
    """By slug, how long the current release takes."""
    releases = [course.current_release_id for course in courses.values()]
    rows = ReleaseLesson.objects.filter(release__in=releases).values("release__course__slug")
    return dict(
        rows.annotate(minutes=Sum("minutes")).values_list("release__course__slug", "minutes")
    )
