"""The demo's skills, question banks and courses: read from their text forms, published as any."""

from collections.abc import Mapping
from pathlib import Path

from django.db.models import Sum

from campus.accounts.models import Organisation, User
from campus.accounts.roles import campus_organisation
from courses.catalogue.frameworks import take_in
from courses.importing import import_course
from courses.models import Course, QuestionBank, ReleaseLesson, Skill
from courses.quizform.reading import read_quiz
from courses.quizzes.questioning import add_questions
from courses.releases.publishing import publish

HERE = Path(__file__).parent
COURSES = HERE / "courses"
SKILLS = HERE / "skills.csv"
FRAMEWORK = "Transformation publique (démonstration)"
# Quizzes draw from them by their titles.
BANKS = {"Cadrer et mesurer un projet": HERE / "banks" / "cadrer-et-mesurer.md"}
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
    load_skills()
    load_banks(organisation)
    known = set(Course.objects.filter(slug__in=SLUGS).values_list("slug", flat=True))
    new = [slug for slug in SLUGS if slug not in known]
    found = {slug: import_course(COURSES / slug, organisation=organisation) for slug in new}
    for slug, imported in found.items():
        # A course that came before the one it is related to could not say so yet.
        if any(one.code == "relation_unknown" for one in imported.findings):
            import_course(COURSES / slug, organisation=organisation)
    for course in Course.objects.filter(slug__in=SLUGS, current_release=None).order_by("id"):
        publish(course=course, by=by)
    courses = Course.objects.select_related("current_release").filter(slug__in=SLUGS)
    return {course.slug: course for course in courses}


def load_skills() -> None:
    """What each skill means, level by level; staff may have changed it since."""
    if not Skill.objects.filter(framework=FRAMEWORK).exists():
        take_in(SKILLS.read_bytes(), framework=FRAMEWORK)


def load_banks(organisation: Organisation) -> None:
    for title, path in BANKS.items():
        bank, is_new = QuestionBank.objects.get_or_create(
            organisation=organisation, title=title, defaults={"language": "fr"}
        )
        if is_new:
            _intro, questions = read_quiz(path.read_text("utf-8"), path=path.name)
            add_questions(to=bank, questions=questions)


def minutes_of(courses: Mapping[str, Course]) -> Mapping[str, int]:
    """By slug, how long the current release takes."""
    releases = [course.current_release_id for course in courses.values()]
    rows = ReleaseLesson.objects.filter(release__in=releases).values("release__course__slug")
    return dict(
        rows.annotate(minutes=Sum("minutes")).values_list("release__course__slug", "minutes")
    )
