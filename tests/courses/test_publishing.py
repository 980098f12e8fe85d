"""Publication: a draft becomes an immutable, numbered release, or stays as it is."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.translation import override

from campus.errors import Invalid
from courses.drafting.authoring import archive
from courses.files import blobs
from courses.models import Blob, CourseRelease, Lesson, ReleaseLesson
from courses.releases.publishing import publish
from tests import world
from tests.racing import another_process, take_no_locks, wait_until_blocked


@pytest.fixture
def course(db):
    return world.a_draft(lessons=("article", "article", "quiz"))


def _publish(course):
    release = publish(course=course, by=None)
    course.refresh_from_db()
    return release


def _blobs(release) -> dict:
    return dict(release.lessons.values_list("lesson_id", "blob_id"))


def test_a_draft_becomes_the_first_release(course):
    author = world.a_person("Inès Autrice")
    release = publish(course=course, by=author, note="Première publication")
    course.refresh_from_db()
    assert course.current_release == release
    assert (release.number, release.published_by, release.note) == (
        1,
        author,
        "Première publication",
    )
    assert release.lessons.count() == 3


def test_every_blob_is_named_by_its_bytes(course):
    _publish(course)
    assert Blob.objects.exists()
    for blob in Blob.objects.all():
        assert hashlib.sha256(blobs.read(blob)).hexdigest() == blob.digest


def test_a_release_holds_every_blob_it_hands_out(course):
    release = _publish(course)
    held = set(release.blobs.values_list("blob_id", flat=True))
    assert {release.outline_id, *_blobs(release).values()} <= held


def test_publishing_an_unchanged_draft_answers_the_current_release(course):
    first = _publish(course)
    assert _publish(course) == first
    assert CourseRelease.objects.count() == 1


def test_a_changed_lesson_makes_a_release_that_shares_the_others(course):
    first = _publish(course)
    changed, *others = world.lessons_of(course)
    changed.source = "Un tout autre texte."
    changed.save()
    second = _publish(course)
    assert second.number == 2
    before, after = _blobs(first), _blobs(second)
    assert before.keys() == after.keys()
    assert before[changed.id] != after[changed.id]
    assert {lesson.id: before[lesson.id] for lesson in others} == {
        lesson.id: after[lesson.id] for lesson in others
    }


def test_a_change_of_one_lesson_writes_the_blobs_of_one_lesson(db):
    course = world.a_draft(lessons=("article",) * 30)
    _publish(course)
    before = set(Blob.objects.values_list("pk", flat=True))
    changed = world.lessons_of(course)[7]
    Lesson.objects.filter(pk=changed.pk).update(source="Un tout autre texte.")
    release = _publish(course)
    written = set(Blob.objects.values_list("pk", flat=True)) - before
    assert written == {_blobs(release)[changed.id], release.outline_id}


# What readers, the fold or the grading would find changed, though the text is the same.
QUIET_CHANGES = [
    ("what counts as done", {"move_on": "NotApplicable"}),
    ("the length", {"minutes": 45}),
    ("the title", {"title": "Un autre titre"}),
    ("the order", {"position": 40}),
]


@pytest.mark.parametrize(
    "change", [case[1] for case in QUIET_CHANGES], ids=[case[0] for case in QUIET_CHANGES]
)
def test_a_change_that_no_text_shows_makes_a_release(change, course):
    _publish(course)
    Lesson.objects.filter(id=world.lessons_of(course)[0].id).update(**change)
    assert _publish(course).number == 2


def test_another_mastery_score_makes_a_release(course):
    _publish(course)
    Lesson.objects.filter(id=world.quiz_of(course).id).update(mastery=0.9)
    assert _publish(course).number == 2


def test_another_key_makes_a_release_though_no_learner_sees_it(course):
    first = _publish(course)
    question = world.quiz_of(course).questions.get(kind="multiple")
    question.choices.update(is_correct=True)
    second = _publish(course)
    assert second.number == 2
    assert _blobs(first) == _blobs(second)
    assert first.lessons.get(kind="quiz").key != second.lessons.get(kind="quiz").key


def test_what_is_said_after_answering_waits_for_the_next_release(course):
    first = _publish(course)
    question = world.quiz_of(course).questions.first()
    type(question).objects.filter(id=question.id).update(explanation="Parce que **si**.")
    assert str(question.id) not in first.lessons.get(kind="quiz").feedback
    second = _publish(course)
    assert second.number == 2
    assert "<strong>si</strong>" in second.lessons.get(kind="quiz").feedback[str(question.id)]
    assert _blobs(first) == _blobs(second)


def test_a_release_never_changes(course):
    first = _publish(course)
    before = list(ReleaseLesson.objects.filter(release=first).values())
    Lesson.objects.update(source="Rien de ce qui était.", title="Autre", minutes=1)
    _publish(course)
    assert list(ReleaseLesson.objects.filter(release=first).values()) == before


def test_going_back_to_an_older_text_is_a_new_release_of_old_blobs(course):
    first = _publish(course)
    lesson = world.lessons_of(course)[0]
    old, lesson.source = lesson.source, "Autre chose."
    lesson.save()
    _publish(course)
    lesson.source = old
    lesson.save()
    third = _publish(course)
    assert (third.number, _blobs(third)) == (3, _blobs(first))


def test_an_archived_lesson_leaves_the_next_release(course):
    first = _publish(course)
    archive(item=world.lessons_of(course)[0])
    second = _publish(course)
    assert (first.lessons.count(), second.lessons.count()) == (3, 2)


def test_a_course_without_lessons_is_refused(db):
    course = world.a_draft(lessons=())
    with pytest.raises(Invalid) as refused:
        publish(course=course, by=None)
    assert refused.value.code == "no_lessons"
    assert not CourseRelease.objects.exists()


def test_a_lesson_that_cannot_be_compiled_leaves_what_is_current(course):
    first = _publish(course)
    Lesson.objects.filter(id=world.lessons_of(course)[0].id).update(kind="file", file="")
    with pytest.raises(Invalid), transaction.atomic():
        publish(course=course, by=None)
    course.refresh_from_db()
    assert course.current_release == first
    assert Blob.objects.count() == len(set(first.blobs.values_list("blob_id", flat=True)))


def test_a_quiz_counts_as_done_when_passed_though_the_draft_says_completed(course):
    Lesson.objects.filter(kind="quiz").update(move_on="Completed")
    assert _publish(course).lessons.get(kind="quiz").move_on == "Passed"


@pytest.mark.parametrize(("is_guarded", "releases"), [(True, 1), (False, 2)])
@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_make_one_release(is_guarded, releases, monkeypatch):
    """Unguarded is the control: the second does not see that nothing is left to publish."""
    course = world.a_draft()
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            publish(course=course, by=None)
            second = run(publish, course=course, by=None)
            wait_until_blocked()
        assert second.result().number == releases
    assert CourseRelease.objects.count() == releases


@pytest.mark.django_db
def test_the_command_says_in_english_why_nothing_is_published_the_site_in_french():
    draft = world.a_draft(lessons=())
    with pytest.raises(CommandError, match="Write at least one lesson, then publish"):
        call_command("publish_course", draft.slug)
    with override("fr"), pytest.raises(Invalid, match="Écrivez au moins une leçon"):
        publish(course=draft, by=None)
