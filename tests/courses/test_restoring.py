"""Going back: an older release is published again, whatever the draft says."""

import pytest

from campus.audit.models import Deed
from campus.errors import Conflict
from courses.browsing import find_blob
from courses.documents import course_document, find_lesson, lesson_document
from courses.enrolment import enrol
from courses.models import Course, CourseRelease, Lesson, Quiz
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
    with pytest.raises(Conflict) as refused:
        roll_back(release=old, by=None)
    assert refused.value.code == "is_current"
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


def _pinned(course: Course) -> object:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    return learner


def test_a_bad_correction_is_gone_back_from_for_everybody_it_reached(course: Course) -> None:
    first = world.lessons_of(course)[0]
    learner, old = _pinned(course), course.current_release
    good = _read(first, learner)
    _publish(course, first, "Une mauvaise correction.", correct)
    assert "mauvaise" in _read(first, learner)
    restored = roll_back(release=old, by=None)
    assert _read(first, learner) == good == _read(first)
    row = find_lesson(first.id, person=learner)
    assert (row.release, row.corrected_at) == (old, restored.published_at)
    assert course_document(course, old).modules[0].lessons[0].digest == row.blob_id


def test_a_bad_release_is_gone_back_from_without_a_word_to_those_it_did_not_reach(
    course: Course,
) -> None:
    first = world.lessons_of(course)[0]
    old = course.current_release
    _publish(course, first, "Une autre leçon.")
    hers = _pinned(course)
    restored = roll_back(release=old, by=None)
    assert restored.corrects is None
    assert "Une autre leçon" in _read(first, hers)
    assert find_lesson(first.id).corrected_at is None


def test_the_next_correction_reaches_whoever_a_bad_one_reached(course: Course) -> None:
    first = world.lessons_of(course)[0]
    learner, old = _pinned(course), course.current_release
    _publish(course, first, "Une mauvaise correction.", correct)
    after = _pinned(course)
    roll_back(release=old, by=None)
    course.refresh_from_db()
    _publish(course, first, "La bonne correction.", correct)
    for person in (learner, after, None):
        assert "La bonne correction" in _read(first, person)


def test_corrections_are_taken_back_also_when_a_release_came_after_them(course: Course) -> None:
    first, quiz = world.lessons_of(course)
    learner, old = _pinned(course), course.current_release
    good = _read(first, learner)
    _publish(course, first, "Une mauvaise correction.", correct)
    Lesson.objects.filter(pk=quiz.pk).update(mastery=0.3)
    _publish(course, first, "La suite.")
    restored = roll_back(release=old, by=None)
    assert restored.corrects == course.releases.get(number=2)
    assert _read(first, learner) == good


def test_what_readers_of_a_correction_do_not_see_yet_is_gone_back_to(course: Course) -> None:
    first = world.lessons_of(course)[0]
    text = Lesson.objects.get(pk=first.pk).source
    learner, old = _pinned(course), course.current_release
    good = _read(first, learner)
    _publish(course, first, "Une mauvaise correction.", correct)
    _publish(course, first, text)
    assert _read(first, learner) != good
    roll_back(release=old, by=None)
    assert _read(first, learner) == good
    with pytest.raises(Conflict) as refused:
        roll_back(release=old, by=None)
    assert refused.value.code == "is_current"


def test_going_back_and_forth_along_corrections_leads_to_the_words_asked_for(
    course: Course,
) -> None:
    first = world.lessons_of(course)[0]
    learner, old = _pinned(course), course.current_release
    corrected = _publish(course, first, "Une correction.", correct)
    for release in (old, corrected, old, corrected):
        roll_back(release=release, by=None)
        words = "Une correction" if release == corrected else "Le texte de la leçon"
        assert words in _read(first, learner)


@pytest.mark.parametrize("is_told", [True, False])
def test_a_quiz_whose_answers_were_told_since_is_not_graded_again(
    is_told: bool, course: Course
) -> None:
    quiz, old = world.quiz_of(course), course.current_release
    limits = None if is_told else 3
    Quiz.objects.filter(lesson=quiz).update(mode="practice", attempts_allowed=limits)
    _publish(course, quiz, "Pour s’exercer.")
    if not is_told:
        assert roll_back(release=old, by=None).number == 3
        return
    with pytest.raises(Conflict) as refused:
        roll_back(release=old, by=None)
    assert refused.value.code == "key_was_public"
    assert course.releases.count() == 2


def test_going_back_is_noted(course: Course) -> None:
    person = world.a_person()
    old = course.current_release
    _publish(course, world.lessons_of(course)[0], "Autre.")
    roll_back(release=old, by=person)
    deed = Deed.objects.get(deed="release.restored")
    assert (deed.by, deed.detail) == (person, {"number": 3, "restores": 1})
