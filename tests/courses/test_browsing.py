"""What everybody may find, and when what they read may have changed."""

from collections.abc import Callable

import pytest

from campus.errors import NotFound
from courses.blobs import keep_media
from courses.browsing import find_blob, find_course, find_release, moved_to, revision
from courses.models import Course, OldSlug, ReleaseBlob
from courses.publishing import publish
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db


def test_a_published_course_is_found_by_slug_and_id_and_a_draft_by_neither() -> None:
    course, draft = a_published_course(), a_draft()
    assert find_course(course.slug) == find_course(str(course.id)) == course
    for reference in (draft.slug, draft.id, "nothing", ""):
        with pytest.raises(NotFound):
            find_course(reference)


def test_an_archived_course_stays_readable() -> None:
    course = a_published_course()
    Course.objects.filter(id=course.id).update(archived_at="2026-01-01T00:00Z")
    assert find_course(course.slug) == course


def test_an_old_slug_leads_to_a_published_course_only() -> None:
    course, draft = a_published_course(), a_draft()
    OldSlug.objects.create(slug="ancien", course=course)
    OldSlug.objects.create(slug="brouillon", course=draft)
    assert (moved_to("ancien"), moved_to("brouillon"), moved_to("rien")) == (
        course.slug,
        None,
        None,
    )


def test_a_release_is_found_by_its_number() -> None:
    course = a_published_course()
    assert find_release(course, 1) == course.current_release
    with pytest.raises(NotFound):
        find_release(course, 2)


def test_a_blob_is_found_once_a_release_refers_to_it() -> None:
    blob = keep_media(b"texte", media_type="text/plain")
    with pytest.raises(NotFound):
        find_blob(blob.digest)
    ReleaseBlob.objects.create(release=a_published_course().current_release, blob=blob)
    assert find_blob(blob.digest) == blob


def republish(course: Course) -> None:
    lesson = lessons_of(course)[0]
    lesson.source = "Autre chose."
    lesson.save()
    publish(course=course, by=None)


def archive(course: Course) -> None:
    Course.objects.filter(id=course.id).update(archived_at=course.created_at)


def rename(course: Course) -> None:
    OldSlug.objects.create(slug=course.slug, course=course)
    Course.objects.filter(id=course.id).update(slug="nouveau")


@pytest.mark.parametrize(
    "change", [republish, archive, rename, lambda course: a_published_course()]
)
def test_whatever_readers_may_notice_makes_another_revision(
    change: Callable[[Course], object],
) -> None:
    course = a_published_course()
    before = revision()
    assert revision() == before
    change(course)
    assert revision() != before
