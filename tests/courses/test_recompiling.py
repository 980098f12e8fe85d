"""Rendering releases again: today's bytes under the same numbers, and nothing else changes."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from campus.errors import NotFound
from courses.browsing import find_blob
from courses.documents import course_document, find_lesson, lesson_document
from courses.enrolment import enrol
from courses.models import Blob, Course, CourseRelease, Lesson, ReleaseLesson
from courses.releases import recompiling
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from courses.releases.recompiling import recompile
from courses.releases.releasing import refer
from tests import world
from tests.api import Api
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db
RULES = (
    "id", "lesson_id", "release_id", "source_id", "quiz", "key", "position", "kind", "title",
    "minutes", "move_on", "mastery", "corrected_by_id", "corrected_at",
)  # fmt: skip


@pytest.fixture
def course() -> Course:
    return world.a_published_course(lessons=("article", "article", "quiz"))


def _poisoned(course: Course, *numbers: int) -> tuple[str, Lesson]:
    """The first lesson of these releases as a renderer of long ago made it."""
    lesson = world.lessons_of(course)[0]
    digest = "d" * 64
    Blob.objects.get_or_create(
        digest=digest,
        defaults={"media_type": "text/html", "size": 9, "body": b"<p onclick=alert(1)>x</p>"},
    )
    for release in course.releases.filter(number__in=numbers or (1,)):
        row = release.lessons.get(lesson=lesson)
        release.blobs.filter(blob=row.blob_id).delete()
        release.lessons.filter(pk=row.pk).update(blob=digest)
        refer(release, {digest})
    return digest, lesson


def _run(**options: object) -> str:
    out = StringIO()
    call_command("recompile_releases", stdout=out, **options)
    return out.getvalue()


def _rules() -> list[dict[str, object]]:
    return list(ReleaseLesson.objects.order_by("pk").values(*RULES))


def test_a_dangerous_text_is_replaced_and_served_no_more(course: Course) -> None:
    digest, lesson = _poisoned(course)
    assert find_blob(digest)
    assert Api().get(f"/blobs/{digest}").status_code == 200
    said = _run()
    assert lesson.title in said
    assert digest in said
    assert "onclick" not in lesson_document(find_lesson(lesson.id)).html
    with pytest.raises(NotFound):
        find_blob(digest)
    assert Api().get(f"/blobs/{digest}").status_code == 404


def test_numbers_rules_and_ids_stay_and_the_outline_points_to_the_new_bytes(
    course: Course,
) -> None:
    _digest, lesson = _poisoned(course)
    rules = _rules()
    _run()
    assert _rules() == rules
    release = CourseRelease.objects.select_related("outline").get(course=course)
    told = course_document(Course.objects.get(pk=course.pk), release).modules[0].lessons[0]
    assert told.digest == find_lesson(lesson.id).blob_id
    assert release.number == 1
    assert {told.digest, release.outline_id} <= set(release.blobs.values_list("blob_id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_progress_is_not_touched() -> None:
    course = world.a_published_course(lessons=("article", "quiz"))
    world.finish(world.a_learner(), course)
    fold_all()
    _poisoned(course)
    before = _progress()
    assert before
    assert "1 releases changed" in _run()
    call_command("verify_progress")
    assert _progress() == before


def _progress() -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM progress_progress t ORDER BY 1")
        return cursor.fetchall()


def test_running_it_again_changes_nothing(course: Course) -> None:
    _poisoned(course)
    _run()
    rows = list(ReleaseLesson.objects.order_by("pk").values())
    assert "0 releases changed" in _run()
    assert list(ReleaseLesson.objects.order_by("pk").values()) == rows


def test_what_today_s_renderer_makes_already_stays(course: Course) -> None:
    blobs = set(Blob.objects.values_list("pk", flat=True))
    assert "0 releases changed" in _run()
    assert set(Blob.objects.values_list("pk", flat=True)) == blobs


def test_a_dry_run_says_it_and_does_nothing(course: Course) -> None:
    digest, lesson = _poisoned(course)
    said = _run(dry_run=True)
    assert lesson.title in said
    assert "1 releases would change" in said
    assert find_blob(digest)


def test_every_release_is_rendered_again_and_a_learner_of_the_first_is_safe(
    course: Course,
) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    Lesson.objects.filter(pk=world.lessons_of(course)[1].pk).update(source="La suite.")
    publish(course=course, by=None)
    digest, lesson = _poisoned(course, 1, 2)
    _run()
    assert "onclick" not in lesson_document(find_lesson(lesson.id, person=learner)).html
    with pytest.raises(NotFound):
        find_blob(digest)


def test_each_release_is_rendered_from_its_own_words(course: Course) -> None:
    lesson = world.lessons_of(course)[0]
    Lesson.objects.filter(pk=lesson.pk).update(source="La correction.")
    correct(course=course, by=None)
    Lesson.objects.filter(pk=lesson.pk).update(source="Le brouillon.")
    _poisoned(course, 1, 2)
    _run()
    assert "La correction." in lesson_document(find_lesson(lesson.id)).html
    assert "correction" not in lesson_document(find_lesson(lesson.id, number=1)).html


def test_only_the_course_asked_for_is_rendered_again(course: Course) -> None:
    other = world.a_published_course("Ailleurs")
    digest, _lesson = _poisoned(course)
    assert "0 releases" in _run(course=other.slug)
    assert find_blob(digest)
    with pytest.raises(CommandError, match="No course"):
        _run(course="nulle-part")


def test_a_release_from_before_sources_is_named_and_left(course: Course) -> None:
    digest, _lesson = _poisoned(course)
    course.releases.get().lessons.update(source=None)
    assert "is left as it is" in _run()
    assert find_blob(digest)


def test_publishing_the_same_draft_afterwards_makes_no_release(course: Course) -> None:
    _poisoned(course)
    _run()
    course.refresh_from_db()
    assert publish(course=course, by=None).number == 1


def test_a_lesson_that_cannot_be_rendered_is_named_and_the_others_are_done(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, lesson = _poisoned(course)
    compile_lesson = recompiling.compile_lesson
    second = world.lessons_of(course)[1]

    def refuses(draft: object, one: object, position: int) -> object:
        if one.id == second.id:
            raise NotFound("too much")
        return compile_lesson(draft, one, position)

    monkeypatch.setattr(recompiling, "compile_lesson", refuses)
    result = recompile(CourseRelease.objects.select_related("outline").get(course=course))
    assert result.left == ("too much",)
    assert result.changed == (lesson.title,)
    with pytest.raises(NotFound):
        find_blob(digest)
