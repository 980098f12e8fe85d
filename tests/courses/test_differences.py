"""What differs between two versions of a course, as its author reads it."""

import pytest

from courses.drafting.authoring import add_lesson, archive
from courses.models import Choice, Course, Lesson, Question
from courses.releases.differences import ADDED, CHANGED, REMOVED, Difference, differences
from courses.releases.publishing import publish
from courses.releases.versions import draft_version, release_version
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return world.a_published_course(lessons=("article", "article", "quiz"))


def _since(course: Course) -> Difference:
    course = Course.objects.get(pk=course.pk)
    return differences(release_version(course.current_release), draft_version(course))


def _said(found: Difference) -> str:
    passages = [*found.course, *(p for one in found.lessons for p in one.passages)]
    every = [line for passage in passages for line in passage.lines] + list(found.order)
    return "\n".join(f"{line.sign}{line.text}" for line in every if line.sign in "+-")


def test_a_draft_that_was_just_published_does_not_differ(course: Course) -> None:
    found = _since(course)
    assert found.is_none
    assert found.same == 3


def test_a_changed_text_shows_its_changed_words(course: Course) -> None:
    first = world.lessons_of(course)[0]
    Lesson.objects.filter(pk=first.pk).update(source=f"{first.source}\n\nUn mot de plus.")
    found = _since(course)
    (lesson,) = found.lessons
    assert (lesson.id, lesson.state, found.same) == (first.id, CHANGED, 2)
    assert _said(found) == "+\n+Un mot de plus."


def test_lessons_that_come_and_go_are_told_as_such(course: Course) -> None:
    first = world.lessons_of(course)[0]
    archive(item=first)
    new = add_lesson(module=first.module, title="Toute neuve")
    Lesson.objects.filter(pk=new.pk).update(source="Un texte tout neuf.")
    found = _since(course)
    assert {one.title: one.state for one in found.lessons} == {
        "Toute neuve": ADDED,
        first.title: REMOVED,
    }
    assert "+Un texte tout neuf." in _said(found)
    assert "+    Toute neuve" in _said(found)


def test_a_new_order_and_new_facts_are_told(course: Course) -> None:
    first = world.lessons_of(course)[0]
    Lesson.objects.filter(pk=first.pk).update(position=40, minutes=35)
    Course.objects.filter(pk=course.pk).update(summary="Ce que l’on y apprend.", level=3)
    said = _said(_since(course))
    assert "+Ce que l’on y apprend." in said
    assert f"-    {first.title}" in said
    assert "minutes: 35" in said
    assert "-1" in said.splitlines()
    assert "+3" in said.splitlines()


def test_a_quiz_is_told_as_its_author_writes_it(course: Course) -> None:
    quiz = world.quiz_of(course)
    question = quiz.questions.first()
    Question.objects.filter(pk=question.pk).update(explanation="Parce que **si**.")
    wrong = question.choices.filter(is_correct=False).first()
    Choice.objects.filter(pk=wrong.pk).update(text="certainement pas")
    quiz.quiz.shows_key = "never"
    quiz.quiz.save()
    said = _said(_since(course))
    assert "Parce que **si**." in said
    assert "- [ ] certainement pas" in said
    assert "never" in said or "jamais" in said


def test_the_first_publication_is_all_new() -> None:
    course = world.a_draft()
    found = differences(None, draft_version(course))
    assert found.counts == {ADDED: 2, CHANGED: 0, REMOVED: 0}


def test_any_two_releases_compare(course: Course) -> None:
    first = world.lessons_of(course)[0]
    Lesson.objects.filter(pk=first.pk).update(source="Deux.")
    publish(course=course, by=None)
    one, two = (release_version(release) for release in course.releases.order_by("number"))
    assert "+Deux." in _said(differences(one, two))
    assert "-Deux." in _said(differences(two, one))
