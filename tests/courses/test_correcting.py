"""Corrections: other words, the same rules; everybody reads them at once and no number changes."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import override

from campus.audit.models import Deed
from campus.errors import Conflict, Invalid
from courses.documents import course_document, find_lesson, lesson_document
from courses.enrolment import enrol
from courses.models import Choice, Course, CourseRelease, Lesson, Question, ReleaseLesson
from courses.releases.checking import check
from courses.releases.correcting import correct
from courses.releases.publishing import publish
from tests import world
from tests.api import Api
from tests.racing import another_process, take_no_locks, wait_until_blocked
from workers.progress.folding.shards import fold_all

pytestmark = pytest.mark.django_db


def _rewrite(lesson: Lesson, text: str, **fields: object) -> None:
    Lesson.objects.filter(pk=lesson.pk).update(source=text, **fields)


def _correct(course: Course, **how: object) -> CourseRelease:
    release = correct(course=course, by=None, **how)
    course.refresh_from_db()
    return release


def _publish(course: Course) -> CourseRelease:
    release = publish(course=course, by=None)
    course.refresh_from_db()
    return release


def _read(lesson: Lesson, person: object = None, number: int | None = None) -> str:
    row = find_lesson(lesson.id, person=person, number=number)
    return lesson_document(row).html


@pytest.fixture
def course() -> Course:
    return world.a_published_course(lessons=("article", "article", "quiz"))


@pytest.fixture
def first(course: Course) -> Lesson:
    return world.lessons_of(course)[0]


def _kept(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
        return cursor.fetchall()


def test_whoever_is_enrolled_reads_a_correction_at_once(course: Course, first: Lesson) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    _rewrite(first, "Le texte sans faute.")
    _correct(course)
    assert "sans faute" in _read(first, learner)


def test_whoever_is_enrolled_does_not_read_a_mere_release(course: Course, first: Lesson) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    _rewrite(first, "Le texte sans faute.")
    _publish(course)
    assert "sans faute" not in _read(first, learner)


@pytest.mark.django_db(transaction=True)
def test_no_number_changes_not_by_a_byte() -> None:
    course = world.a_published_course(lessons=("article", "article", "quiz"))
    first = world.lessons_of(course)[0]
    world.begun(course, lessons=2)
    world.finish(world.a_learner(), course)
    fold_all()
    tables = ("progress_progress", "courses_coursecompletion")
    before = {table: _kept(table) for table in tables}
    assert all(before.values())
    _rewrite(first, "Le texte sans faute. " * 400, title="Le bon titre")
    Question.objects.filter(lesson__module__course=course).update(prompt="Mieux dit ?")
    _correct(course)
    call_command("verify_progress")
    fold_all()
    assert {table: _kept(table) for table in tables} == before


def test_a_lesson_whose_author_gave_no_minutes_keeps_those_that_were_published() -> None:
    course = world.a_draft()
    first = world.lessons_of(course)[0]
    _rewrite(first, "mot " * 100, minutes=None)
    _publish(course)
    _rewrite(first, "mot " * 900, minutes=None)
    corrected = _correct(course)
    assert corrected.lessons.get(lesson=first).minutes == 1
    assert course_document(course, corrected).modules[0].lessons[0].minutes == 1


MORE_THAN_WORDS = {
    "minutes": {"minutes": 55},
    "counting": {"move_on": "NotApplicable"},
    "order": {"position": 99},
    "absence": {"archived_at": "2026-01-01T00:00:00Z"},
    "kind": {"kind": "link", "address": "https://example.org/x"},
}


@pytest.mark.parametrize("change", MORE_THAN_WORDS.values(), ids=MORE_THAN_WORDS)
def test_more_than_words_is_no_correction(
    change: dict[str, object], course: Course, first: Lesson
) -> None:
    before = course.current_release
    _rewrite(first, "Le texte sans faute.", **change)
    with pytest.raises(Invalid) as refused, transaction.atomic():
        correct(course=course, by=None)
    assert refused.value.code == "not_a_correction"
    course.refresh_from_db()
    assert course.current_release == before
    assert not ReleaseLesson.objects.exclude(corrected_by=None).exists()


def test_a_refusal_names_the_lesson_and_what_differs(course: Course, first: Lesson) -> None:
    _rewrite(first, "Neuf.", minutes=55)
    with override("en"), pytest.raises(Invalid, match=rf"{first.title}.*minutes"):
        correct(course=course, by=None)


def _other_mastery(quiz: Lesson) -> None:
    Lesson.objects.filter(pk=quiz.pk).update(mastery=0.2)


def _other_key(quiz: Lesson) -> None:
    Choice.objects.filter(question__lesson=quiz).update(is_correct=True)
    Question.objects.filter(lesson=quiz).update(kind="multiple")


def _other_rules(quiz: Lesson) -> None:
    quiz.quiz.shows_key = "never"
    quiz.quiz.save()


def _one_more_question(quiz: Lesson) -> None:
    world.a_question(quiz, right=("a",), wrong=("b",))


def _one_more_wrong_choice(quiz: Lesson) -> None:
    Choice.objects.create(question=quiz.questions.all()[0], position=9, text="ni l’un ni l’autre")


QUIZ_CHANGES = [
    _other_mastery,
    _other_key,
    _other_rules,
    _one_more_question,
    _one_more_wrong_choice,
]


@pytest.mark.parametrize("change", QUIZ_CHANGES, ids=lambda change: change.__name__)
def test_another_quiz_is_no_correction(change: object, course: Course) -> None:
    change(world.quiz_of(course))  # type: ignore[operator]
    with pytest.raises(Invalid, match="correction"):
        correct(course=course, by=None)


def test_a_quiz_said_better_is_one(course: Course) -> None:
    quiz = world.quiz_of(course)
    learner = world.a_learner()
    enrol(person=learner, course=course)
    question = quiz.questions.first()
    Question.objects.filter(pk=question.pk).update(prompt="Mieux dit ?", explanation="Car oui.")
    _correct(course)
    row = find_lesson(quiz.id, person=learner)
    document = lesson_document(row)
    assert document.questions
    assert "Mieux dit" in document.questions[0].prompt
    assert "Car oui" in row.feedback[str(question.pk)]
    assert "Mieux dit" in row.asked.body


def test_an_unpublished_course_has_nothing_to_correct() -> None:
    with pytest.raises(Conflict) as refused:
        correct(course=world.a_draft(), by=None)
    assert refused.value.code == "not_published"


def test_a_draft_without_change_makes_no_correction(course: Course) -> None:
    assert _correct(course) == course.current_release
    assert course.releases.count() == 1


def test_every_older_release_that_said_the_same_reads_the_newest_words(
    course: Course, first: Lesson
) -> None:
    """A chain of corrections, with a release between that changed another lesson."""
    oldest = world.a_learner()
    enrol(person=oldest, course=course)
    second = world.lessons_of(course)[1]
    _rewrite(first, "Une.")
    _correct(course)
    _rewrite(second, "Un autre cours.")
    _publish(course)
    _rewrite(first, "Deux.")
    newest = _correct(course)
    assert "Deux" in _read(first, oldest)
    assert "Un autre cours" not in _read(second, oldest)
    led = ReleaseLesson.objects.filter(lesson=first).exclude(release=newest)
    assert {row.corrected_by.release.number for row in led} == {4}


def test_a_release_that_said_something_else_is_not_touched(course: Course, first: Lesson) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    _rewrite(first, "Tout autre chose.")
    _publish(course)
    _rewrite(first, "Tout autre chose, sans faute.")
    _correct(course)
    assert "sans faute" not in _read(first, learner)


def test_a_release_asked_for_by_its_number_says_what_it_always_said(
    course: Course, first: Lesson
) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    was = _read(first, learner)
    _rewrite(first, "Neuf.")
    _correct(course)
    assert _read(first, learner, number=1) == was != _read(first, learner)


def test_the_lesson_says_since_when_until_other_words_come(course: Course, first: Lesson) -> None:
    assert lesson_document(find_lesson(first.id)).corrected_at is None
    _rewrite(first, "Neuf.")
    corrected = _correct(course)
    assert lesson_document(find_lesson(first.id)).corrected_at == corrected.published_at
    _rewrite(world.lessons_of(course)[1], "Autre.")
    _publish(course)
    assert lesson_document(find_lesson(first.id)).corrected_at == corrected.published_at
    _rewrite(first, "Encore neuf.")
    _publish(course)
    assert lesson_document(find_lesson(first.id)).corrected_at is None


def test_what_a_correction_leaves_alone_is_not_corrected(course: Course, first: Lesson) -> None:
    _rewrite(first, "Neuf.")
    corrected = _correct(course)
    others = corrected.lessons.exclude(lesson=first)
    assert {row.corrected_at for row in others} == {None}


def test_titles_follow_in_the_outline(course: Course, first: Lesson) -> None:
    pinned = course.current_release
    assert pinned
    _rewrite(first, "Neuf.", title="Le bon titre")
    Course.objects.filter(pk=course.pk).update(title="Le bon cours")
    course.modules.update(title="Le bon module")
    _correct(course)
    document = course_document(course, pinned)
    told = document.modules[0].lessons[0]
    assert (document.title, document.modules[0].title) == ("Le bon cours", "Le bon module")
    assert (told.title, told.digest) == ("Le bon titre", find_lesson(first.id).blob_id)
    assert document.release.number == 1


def test_the_api_gives_the_corrected_words_and_says_since_when(
    course: Course, first: Lesson
) -> None:
    learner = world.a_learner()
    enrol(person=learner, course=course)
    _rewrite(first, "Le texte sans faute.")
    corrected = _correct(course)
    got = json.loads(Api(learner).get(f"/lessons/{first.id}").content)
    assert "sans faute" in got["html"]
    assert got["release"] == 1
    assert got["corrected_at"].startswith(corrected.published_at.isoformat()[:19])


def test_who_joins_afterwards_is_on_the_correction(course: Course, first: Lesson) -> None:
    _rewrite(first, "Neuf.")
    corrected = _correct(course)
    enrolment, _is_new = enrol(person=world.a_learner(), course=course)
    assert enrolment.release == corrected


def test_a_correction_is_noted(course: Course, first: Lesson) -> None:
    person = world.a_person("Inès Moreau")
    _rewrite(first, "Neuf.")
    correct(course=course, by=person)
    deed = Deed.objects.get(deed="release.corrected")
    assert (deed.by, deed.object, deed.detail) == (
        person,
        str(course.pk),
        {"number": 2, "corrects": 1},
    )


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(
    course: Course, first: Lesson
) -> None:
    checked = check(course)
    _rewrite(first, "Neuf.")
    Course.objects.filter(pk=course.pk).update(changed_at="2030-01-01T00:00:00Z")
    for act in (publish, correct):
        with pytest.raises(Conflict) as refused, transaction.atomic():
            act(course=course, by=None, checked=checked)
        assert refused.value.code == "changed_meanwhile"
    course.refresh_from_db()
    assert correct(course=course, by=None, checked=check(course)).number == 2


@pytest.mark.parametrize(("is_guarded", "releases"), [(True, 2), (False, 3)])
@pytest.mark.django_db(transaction=True)
def test_one_who_publishes_and_one_who_corrects_at_once_make_one_release(
    is_guarded: bool, releases: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unguarded is the control: the one that corrects does not see what is current by then."""
    course = world.a_published_course()
    _rewrite(world.lessons_of(course)[0], "Le texte sans faute.")
    if not is_guarded:
        take_no_locks(monkeypatch)
    with another_process() as run:
        with transaction.atomic():
            publish(course=course, by=None)
            second = run(correct, course=course, by=None)
            wait_until_blocked()
        assert second.result().number == releases
