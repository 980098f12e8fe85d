"""Copies of a lesson, a module and a course: deep, and with ids of their own."""

import pytest

from courses.drafting import duplicating
from courses.drafting.attaching import attach
from courses.drafting.authoring import add_lesson, add_module, archive, remove
from courses.linking import bare
from courses.models import Caption, Choice, Course, Draw, Lesson, Question, QuestionBank
from courses.releases.publishing import publish
from tests.world import a_draft, a_published_course, lessons_of, quiz_of

pytestmark = pytest.mark.django_db


def a_rich_course() -> Course:
    """A published course with a quiz that draws, a film with captions, a file and a permalink."""
    course = a_draft(lessons=("article", "quiz", "video"))
    attach(course=course, path="film/fr.vtt", body=b"WEBVTT\n\n00:00.000 --> 00:01.000\nun\n")
    first, quiz, film = lessons_of(course)
    Lesson.objects.filter(id=first.id).update(
        permalink="/bases/un/", path="bases/un.md", source="Voir [la suite](deux.md)."
    )
    Lesson.objects.filter(id=quiz.id).update(
        path="bases/deux.md", source="Revoir [le début](/bases/un/#titre)."
    )
    Caption.objects.create(lesson=film, language="fr", path="film/fr.vtt")
    bank = QuestionBank.objects.create(organisation=course.organisation, title="Réserve")
    for number in range(2):
        question = Question.objects.create(bank=bank, prompt=f"Réserve {number} ?", kind="number")
        Choice.objects.create(question=question, text="7", is_correct=True)
    Draw.objects.create(quiz=quiz.quiz, bank=bank, count=2)
    return course


def ids(course: Course) -> set[object]:
    lessons = Lesson.objects.filter(module__course=course)
    questions = Question.objects.filter(lesson__in=lessons)
    choices = Choice.objects.filter(question__in=questions)
    return {
        *course.modules.values_list("id", flat=True),
        *lessons.values_list("id", flat=True),
        *questions.values_list("id", flat=True),
        *choices.values_list("id", flat=True),
        *choices.values_list("match_id", flat=True),
    }


def test_a_copied_lesson_stands_right_after_it_and_says_that_it_is_a_copy() -> None:
    course = a_draft(lessons=("article", "article"))
    first, second = lessons_of(course)
    copy = duplicating.duplicate_lesson(lesson=first)
    assert [lesson.id for lesson in lessons_of(course)] == [first.id, copy.id, second.id]
    assert copy.title == f"{first.title} (copie)"
    assert (copy.source, copy.version) == (first.source, 1)
    assert copy.slug != first.slug
    assert copy.path != first.path


def test_a_copied_quiz_asks_the_same_under_ids_of_its_own() -> None:
    course = a_rich_course()
    quiz = quiz_of(course)
    copy = duplicating.duplicate_lesson(lesson=quiz)
    prompts = list(quiz.questions.values_list("prompt", flat=True))
    assert list(copy.questions.values_list("prompt", flat=True)) == prompts
    keys = [
        list(
            Choice.objects.filter(question__lesson=one)
            .order_by("question__position", "position")
            .values_list("text", "is_correct")
        )
        for one in (quiz, copy)
    ]
    assert keys[0] == keys[1]
    assert copy.quiz.draws.get().count == 2
    assert not set(quiz.questions.values_list("id")) & set(copy.questions.values_list("id"))


def test_a_copy_of_what_is_published_was_never_published() -> None:
    course = a_published_course()
    copy = duplicating.duplicate_lesson(lesson=lessons_of(course)[0])
    remove(item=copy)
    assert not Lesson.objects.filter(id=copy.id).exists()


def test_a_copied_module_holds_copies_of_what_is_not_archived() -> None:
    course = a_draft(lessons=("article", "article"))
    module = course.modules.get()
    add_module(course=course, title="Suite")
    archive(item=lessons_of(course)[1])
    copy = duplicating.duplicate_module(module=module)
    titles = [one.title for one in course.modules.order_by("position")]
    assert titles == [module.title, f"{module.title} (copie)", "Suite"]
    assert copy.lessons.count() == 1


def test_a_copied_course_has_a_work_an_address_and_ids_of_its_own() -> None:
    course = a_rich_course()
    publish(course=course, by=None)
    course.refresh_from_db()
    copy = duplicating.duplicate_course(course=course)
    assert copy.title == f"{course.title} (copie)"
    assert copy.work_id != course.work_id
    assert copy.slug != course.slug
    assert copy.current_release is None
    assert not ids(course) & ids(copy)
    assert len(ids(course)) == len(ids(copy))
    assert list(copy.media.values_list("path", "blob")) == list(
        course.media.values_list("path", "blob")
    )
    film = Lesson.objects.get(module__course=copy, kind="video")
    assert film.captions.get().path == "film/fr.vtt"


def test_links_of_a_copied_course_lead_within_it() -> None:
    course = a_rich_course()
    copy = duplicating.duplicate_course(course=course, title="Une autre")
    publish(course=copy, by=None)
    copy.refresh_from_db()
    own = {str(lesson.id) for lesson in lessons_of(copy)}
    assert copy.current_release is not None
    for released in copy.current_release.lessons.filter(kind__in=["article", "quiz"]):
        text = bytes(released.blob.body or b"").decode()
        assert "unresolved" not in text
        assert any(f"/lessons/{lesson}" in text for lesson in own)
    assert not Lesson.objects.filter(module__course=copy).exclude(permalink="").exists()


def test_a_link_by_permalink_is_written_anew_and_nothing_else() -> None:
    paths = {"/bases/un/": "bases/un.md"}
    source = "[a](/bases/un/#t) [b](/bases/un.html) [c](/autre/) `/bases/un/`\n\n[d]: /bases/un\n"
    wanted = (
        "[a](/bases/un.md#t) [b](/bases/un.md) [c](/autre/) `/bases/un/`\n\n[d]: /bases/un.md\n"
    )
    assert duplicating.relinked(source, paths) == wanted
    assert bare("/bases/un.html") == bare("/bases/un/")


def test_an_english_course_is_copied_in_english() -> None:
    course = a_draft(language="en")
    assert duplicating.duplicate_course(course=course).title.endswith("(copy)")


def test_a_copy_marks_the_draft_changed() -> None:
    course = a_published_course()
    before = course.changed_at
    lesson = add_lesson(module=course.modules.get(), title="Neuve")
    duplicating.duplicate_lesson(lesson=lesson)
    course.refresh_from_db()
    assert course.changed_at > before
