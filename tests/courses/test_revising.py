"""The revision is another whenever readers may notice something, and only then."""

from collections.abc import Callable

import pytest
from django.db import transaction

from courses.catalogue.revising import bump, bump_files, current
from courses.drafting.authoring import change_slug
from courses.models import Course, Skill
from courses.releases.publishing import publish
from tests.world import a_published_course, lessons_of

pytestmark = pytest.mark.django_db


def republish(course: Course) -> None:
    lesson = lessons_of(course)[0]
    lesson.source = "Autre chose."
    lesson.save()
    publish(course=course, by=None)


def archive(course: Course) -> None:
    Course.objects.filter(id=course.id).update(archived_at=course.created_at)


def rename(course: Course) -> None:
    change_slug(course=course, slug="nouveau")


def rename_organisation(course: Course) -> None:
    course.organisation.name = "Un autre nom"
    course.organisation.save()


def rename_skill(course: Course) -> None:
    Skill.objects.create(key="plain", title={"fr": "Langage clair"})
    before = current().reading
    Skill.objects.update(title={"fr": "Langage simple"})
    assert current().reading != before


def edit_draft(course: Course) -> None:
    course.title = "Un brouillon"
    course.save()


@pytest.mark.parametrize(
    "change",
    [
        republish,
        archive,
        rename,
        rename_organisation,
        rename_skill,
        lambda course: a_published_course(),
        lambda course: bump(),
        lambda course: bump_files(),
    ],
)
def test_whatever_readers_may_notice_makes_another_revision(
    change: Callable[[Course], object],
) -> None:
    course = a_published_course()
    before = current().reading
    assert current().reading == before
    change(course)
    assert current().reading != before


def test_what_only_authors_see_makes_no_other_revision() -> None:
    course = a_published_course()
    before = current()
    edit_draft(course)
    course.organisation.save()
    assert current() == before


def test_files_have_a_revision_of_their_own_that_a_publication_leaves() -> None:
    before = current().files
    a_published_course()
    assert current().files == before
    bump_files()
    assert current().files != before


def test_a_revision_that_was_rolled_back_never_comes_again() -> None:
    seen = {current().reading}
    for _ in range(3):
        with transaction.atomic():
            bump()
            seen.add(current().reading)
            transaction.set_rollback(True)
    assert len(seen) == 4
