"""Going back: an older release is published again, whatever the draft says."""

import pytest

from campus.audit.models import Deed
from campus.errors import Conflict
from courses.browsing import find_blob
from courses.documents import find_lesson, lesson_document
from courses.enrolment import enrol
from courses.models import Course, CourseRelease, Lesson
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from courses.releases.restoring import roll_back
from tests import world

pytestmark = pytest.mark.django_db


def _publish(course: Course, lesson: Lesson, text: str, act: object = publish) -> CourseRelease:
    Lesson.objects.filter(pk=lesson.pk).update(source=text)
    release = act(course=course, by=None)  # type: ignore[operator]
    course.refresh_from_db()
    return release


def _read(lesson: Lesson, person: object = None) -> str:
    return lesson_document(find_lesson(lesson.id, person=person)).html


@pytest.fixture
def course() -> Course:
    return world.a_published_course(lessons=("article", "quiz"))


def test_the_old_lessons_are_what_is_read_under_a_new_number(course: Course) -> None:
    first = world.lessons_of(course)[0]
    old = course.current_release
    _publish(course, first, "Une mauvaise idée.")
    restored = roll_back(release=old, by=None, note="Retour")
    course.refresh_from_db()
    assert (restored.number, restored.restores, restored.note) == (3, old, "Retour")
    assert course.current_release == restored
    assert "Une mauvaise idée" not in _read(first)
    same = ("lesson_id", "blob_id", "key", "quiz", "minutes", "source_id", "position")
    assert list(restored.lessons.values(*same)) == list(old.lessons.values(*same))
    assert find_blob(restored.outline_id)


def test_learners_and_the_draft_stay_where_they_are(course: Course) -> None:
    first = world.lessons_of(course)[0]
    old = course.current_release
    _publish(course, first, "La suite.")
    learner = world.a_learner()
    enrol(person=learner, course=course)
    roll_back(release=old, by=None)
    first.refresh_from_db()
    assert first.source == "La suite."
    assert "La suite" in _read(first, learner)


def test_what_readers_see_already_is_not_gone_back_to(course: Course) -> None:
    old = course.current_release
    with pytest.raises(Conflict, match="nothing to go back to"):
        roll_back(release=old, by=None)
    assert course.releases.count() == 1


def test_going_back_leads_to_the_words_of_that_release_not_to_its_correction(
    course: Course,
) -> None:
    first = world.lessons_of(course)[0]
    old = course.current_release
    _publish(course, first, "Une mauvaise correction.", correct)
    roll_back(release=old, by=None)
    assert "mauvaise" not in _read(first)


def test_a_bad_correction_is_undone_for_everybody_by_another(course: Course) -> None:
    first = world.lessons_of(course)[0]
    learner = world.a_learner()
    enrol(person=learner, course=course)
    good = _read(first, learner)
    text = Lesson.objects.get(pk=first.pk).source
    _publish(course, first, "Une mauvaise correction.", correct)
    assert _read(first, learner) != good
    _publish(course, first, text, correct)
    assert _read(first, learner) == good


def test_going_back_is_noted(course: Course) -> None:
    person = world.a_person()
    old = course.current_release
    _publish(course, world.lessons_of(course)[0], "Autre.")
    roll_back(release=old, by=person)
    deed = Deed.objects.get(deed="release.restored")
    assert (deed.by, deed.detail) == (person, {"number": 3, "restores": 1})
