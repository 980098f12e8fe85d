"""What everybody may find."""

import pytest

from campus.errors import NotFound
from courses.browsing import find_blob, find_course, find_release, moved_to
from courses.files.blobs import keep_media
from courses.models import Course, OldSlug, ReleaseBlob
from tests.world import a_draft, a_published_course

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
