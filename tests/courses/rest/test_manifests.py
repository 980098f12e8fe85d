"""The manifest: all that a copy needs, what changed since, and what it must lose."""

import hashlib

import msgspec
import pytest
from django.utils import timezone

from courses.drafting.attaching import attach
from courses.models import Blob, Course
from courses.releases.publishing import publish
from tests.api import Api
from tests.drawn import PNG
from tests.world import a_draft, a_published_course, lessons_of

pytestmark = pytest.mark.django_db


def _manifest(course: Course, number: int, since: int | None = None) -> dict:
    query = f"?since={since}" if since else ""
    answer = Api().get(f"/courses/{course.slug}/releases/{number}/manifest{query}")
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content)


def a_course_with_an_image() -> Course:
    course = a_draft(lessons=("article", "quiz"))
    attach(course=course, path="images/plan.png", body=PNG)
    first = lessons_of(course)[0]
    first.source = "![Le plan](images/plan.png)"
    first.save()
    publish(course=course, by=None)
    return course


def test_every_blob_is_there_with_its_digest_size_type_and_lesson() -> None:
    course = a_course_with_an_image()
    article, quiz = lessons_of(course)
    listed = {(one["role"], one["lesson"]) for one in _manifest(course, 1)["blobs"]}
    assert listed >= {
        ("outline", None),
        ("lesson", str(article.id)),
        ("lesson", str(quiz.id)),
        ("questions", str(quiz.id)),
        ("file", str(article.id)),
    }
    for one in _manifest(course, 1)["blobs"]:
        answer = Api().get(f"/blobs/{one['digest']}")
        assert hashlib.sha256(answer.content).hexdigest() == one["digest"]
        assert len(answer.content) == one["bytes"]
        assert answer["Content-Type"] == one["type"]


def test_since_an_earlier_release_only_what_changed_is_told() -> None:
    course = a_published_course(lessons=("article", "article"))
    first, second = lessons_of(course)
    first.source = "Un autre texte."
    first.save()
    publish(course=course, by=None)
    told = _manifest(course, 2, since=1)
    assert {one["role"] for one in told["blobs"]} == {"outline", "lesson"}
    assert [one["lesson"] for one in told["blobs"] if one["lesson"]] == [str(first.id)]
    assert len(told["removed"]) == 2
    held = {one["digest"] for one in _manifest(course, 1)["blobs"]}
    now = (held - set(told["removed"])) | {one["digest"] for one in told["blobs"]}
    assert now == {one["digest"] for one in _manifest(course, 2)["blobs"]}
    assert str(second.id) in {one["lesson"] for one in _manifest(course, 2)["blobs"]}


def test_a_withdrawn_blob_is_to_be_removed_from_every_copy() -> None:
    course = a_course_with_an_image()
    digest = hashlib.sha256(PNG).hexdigest()
    shown = [one["digest"] for one in _manifest(course, 1)["blobs"] if one["role"] == "file"]
    withdrawn = next((one for one in shown if one == digest), shown[0])
    Blob.objects.filter(digest=withdrawn).update(withdrawn_at=timezone.now())
    told = _manifest(course, 1, since=1)
    assert told["removed"] == [withdrawn]
    assert withdrawn not in {one["digest"] for one in _manifest(course, 1)["blobs"]}


def test_the_stylesheets_are_told_by_address_and_digest() -> None:
    sheets = _manifest(a_published_course(), 1)["stylesheet"]
    assert [one["url"].rsplit("/", 1)[1].split(".")[0] for one in sheets] == [
        "tokens", "base", "components", "lesson",
    ]  # fmt: skip
    assert all(len(one["digest"]) == 64 and one["bytes"] > 0 for one in sheets)


def test_a_release_that_is_not_there_is_not_found() -> None:
    course = a_published_course()
    assert Api().get(f"/courses/{course.slug}/releases/9/manifest").status_code == 404
    assert Api().get(f"/courses/{course.slug}/releases/1/manifest?since=9").status_code == 404
    draft = a_draft()
    assert Api().get(f"/courses/{draft.slug}/releases/1/manifest").status_code == 404


def test_a_manifest_takes_as_many_queries_for_a_long_course(django_assert_max_num_queries) -> None:
    course = a_published_course(lessons=("article",) * 40)
    with django_assert_max_num_queries(8):
        _manifest(course, 1)
